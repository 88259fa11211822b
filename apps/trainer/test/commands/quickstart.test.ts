import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { longForm } from "../../../../test/longForm.ts";
import { quickstartCommand } from "../../src/commands/quickstart/command.ts";
import { run } from "../../src/commands/quickstart/run.ts";
import { runCommand } from "../../src/runner/runCommand.ts";
import { testIo } from "../testIo.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-quickstart-"));
});
afterAll(() => rm(root, { recursive: true }));

test("quickstart goes the whole way, and does not overwrite what it has made", async () => {
  const out = path.join(root, "run");
  const io = testIo();
  const plan = { images: 9, seconds: 0.01, fewestSteps: 2 };
  const quickstart = (force: boolean) =>
    runCommand(quickstartCommand, { out, force }, io, async () => ({
      run: (context) => run(context, plan),
    }));
  await quickstart(false);
  const names = await readdir(out);
  for (const name of [
    "cells",
    "unet_ema",
    "samples.png",
    "denoising.png",
    "loss.svg",
    "loss.png",
    "report.html",
  ])
    expect(names).toContain(name);
  expect(io.out()).toMatch(/9 images, all 32x32/);
  expect(io.out()).toMatch(/report +.*report\.html\n\nNext steps:(\n.*){6}/);
  await expect(quickstart(false)).rejects.toThrow(/Replace it: .* quickstart --out \S+ --force, or choose/);
  if (longForm) await quickstart(true);
}, 300_000);
