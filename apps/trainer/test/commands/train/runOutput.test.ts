import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quickstartCommand } from "../../../src/commands/quickstart/command.ts";
import { trainCommand } from "../../../src/commands/train/command.ts";
import { runOutput } from "../../../src/commands/train/runOutput.ts";
import { openOutputFolder } from "../../../src/output/outputFolder.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-run-output-"));
});
afterAll(() => rm(root, { recursive: true }));

test("a run does not go into a folder with other files, and does not overwrite an earlier one", async () => {
  await openOutputFolder({ ...runOutput, out: root, force: false });
  await writeFile(path.join(root, "notes.txt"), "");
  for (const force of [false, true]) {
    await expect(openOutputFolder({ ...runOutput, out: root, force })).rejects.toThrow(
      /contains files other than a run \(notes\.txt\)\. Choose an empty or new folder\./,
    );
  }
  await rm(path.join(root, "notes.txt"));
  await mkdir(path.join(root, "unet"));
  await writeFile(path.join(root, "unet", "diffusion_pytorch_model.safetensors"), "");
  await expect(openOutputFolder({ ...runOutput, out: root, force: false })).rejects.toThrow(
    /unet\/diffusion_pytorch_model\.safetensors\)\. Resume it with --resume, replace it with --force, or choose another --out/,
  );
});

test("a resumed run may contain other files", async () => {
  const { output } = trainCommand;
  await writeFile(path.join(root, "notes.txt"), "");
  const rules = await output!({ resume: true, force: false, config: undefined }, {} as never);
  await openOutputFolder({ force: false, ...rules, out: root });
});

test("quickstart does not go among other files either", async () => {
  const out = path.join(root, "quickstart");
  await mkdir(path.join(out, "cells"), { recursive: true });
  await writeFile(path.join(out, "cells", "mine.png"), "");
  const rules = await quickstartCommand.output!({ force: true }, { out });
  await expect(openOutputFolder({ ...rules, out, force: true })).rejects.toThrow(
    /contains files other than a run \(cells\/mine\.png\)/,
  );
});
