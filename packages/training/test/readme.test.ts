import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "@cellgen/engine/node";
import { noiseSchedule } from "@cellgen/schedules";
import { unet } from "@cellgen/unet";
import { afterEach, expect, it, vi } from "vitest";
import { createTrainer, type TrainingState } from "../src/index.ts";
import { loadCheckpoint, saveCheckpoint } from "../src/node.ts";

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...values: unknown[]) => Promise<void>;

afterEach(() => vi.restoreAllMocks());

it("the program of the README trains, stops, goes on from its checkpoint and ends", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const body = /```js\n([\s\S]*?)```/.exec(readme)![1]!.replace(/^import .*\n/gm, "");
  const folder = await mkdtemp(join(tmpdir(), "cellgen-readme-"));
  const imports = {
    createEngine,
    noiseSchedule,
    unet,
    createTrainer,
    saveCheckpoint: (file: string, state: TrainingState) => saveCheckpoint(join(folder, file), state),
    loadCheckpoint: (file: string) => loadCheckpoint(join(folder, file)),
  };
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(values.join(" ")));
  try {
    await new AsyncFunction(...Object.keys(imports), body)(...Object.values(imports));
    expect(await readdir(folder)).toEqual(["run.safetensors"]);
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["10", "20", "30", "40", "50", "60", "144"]);
  expect(Number(lines[5]!.split(" ")[1])).toBeLessThan(Number(lines[0]!.split(" ")[1]));
});
