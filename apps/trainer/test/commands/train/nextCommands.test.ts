import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nextCommands } from "../../../src/commands/train/nextCommands.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-next-"));
  for (const name of ["held-out", "training", "cells"]) await mkdir(at("split", name), { recursive: true });
  await mkdir(at("alone", "training"), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** The command that evaluates a model of images in a folder. */
const evaluation = (data: string): string | undefined =>
  nextCommands({ data, out: at("run") }, [])
    .map(({ command }) => command)
    .find((command) => command.includes(" evaluate "));

test("after a training on one part of a split the evaluation takes the other", () => {
  const rest = `--held-out ${at("split", "held-out")} --out ${at("run-evaluation")}`;
  expect(evaluation(at("split", "training"))).toContain(`--data ${at("split", "training")} ${rest}`);
});

test("of other folders a part is held out", () => {
  for (const data of [at("split", "cells"), at("alone", "training")]) {
    expect(evaluation(data)).toContain(` --data ${data} --out `);
  }
});
