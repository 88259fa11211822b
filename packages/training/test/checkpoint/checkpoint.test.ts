import { mkdtemp, readdir, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SafetensorsInput } from "@cellgen/safetensors";
import { readSafetensors, writeSafetensors } from "@cellgen/safetensors/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TrainingState } from "../../src/index.ts";
import { CheckpointError, loadCheckpoint, saveCheckpoint } from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cellgen-checkpoint-"));
});
afterAll(() => rm(folder, { recursive: true }));

const group = (first: number) => ({
  "conv.weight": { shape: [1, 2, 3], data: Float32Array.from({ length: 6 }, (_, i) => first + i / 7) },
  "conv.bias": { shape: [1], data: Float32Array.of(-first) },
});
const state: TrainingState = {
  step: 12,
  settings: { seed: "9007199254740991", "unet.blockOutChannels": "[8,16]", steps: "20" },
  tensors: { parameters: group(1), firstMoments: group(2), secondMoments: group(3), ema: group(4) },
};

it("a checkpoint holds the state bit for bit, and nothing stays beside it", async () => {
  const file = join(folder, "whole.safetensors");
  await saveCheckpoint(file, state);
  expect(await loadCheckpoint(file)).toEqual(state);
  const later = { ...state, step: 13 };
  await saveCheckpoint(file, later);
  expect(await loadCheckpoint(file)).toEqual(later);
  expect(await readdir(folder)).toEqual(["whole.safetensors"]);
});

it("a checkpoint that cannot be written leaves the old one", async () => {
  const file = join(folder, "kept.safetensors");
  await saveCheckpoint(file, state);
  const before = await readFile(file);
  const broken = { "conv.bias": { shape: [2], data: Float32Array.of(1) } };
  await expect(
    saveCheckpoint(file, { ...state, tensors: { ...state.tensors, ema: broken } }),
  ).rejects.toThrow();
  expect(await readFile(file)).toEqual(before);
  await expect(saveCheckpoint(join(folder, "no", "such.safetensors"), state)).rejects.toMatchObject({
    code: "ENOENT",
  });
});

it("a missing checkpoint is the system's error", async () => {
  await expect(loadCheckpoint(join(folder, "missing.safetensors"))).rejects.toMatchObject({ code: "ENOENT" });
});

describe("a damaged checkpoint is a CheckpointError that names the file and the remedy:", () => {
  type Contents = { tensors: Record<string, SafetensorsInput>; metadata: Record<string, string> };
  const bias = { shape: [1], data: Float32Array.of(0) };

  async function failureOf(file: string): Promise<Error> {
    const failure = await loadCheckpoint(file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CheckpointError);
    const { message } = failure as Error;
    expect(message).toContain(`loadCheckpoint: ${file} must be a complete checkpoint: `);
    expect(message).toMatch(/\. Resume from an older checkpoint, or start a new run\.$/);
    return failure as Error;
  }

  it.each([0, 7, 100, -1])("cut off at byte %i", async (length) => {
    const file = join(folder, "cut.safetensors");
    await saveCheckpoint(file, state);
    const { length: whole } = await readFile(file);
    await truncate(file, length < 0 ? whole + length : length);
    expect((await failureOf(file)).message).toMatch(/truncated|at least 8 bytes/);
  });

  it.each<[string, (contents: Contents) => void, string]>([
    [
      "another kind of file",
      ({ metadata }) => delete metadata["format"],
      'must have the format "cellgen-training-1"',
    ],
    ["no step", ({ metadata }) => delete metadata["step"], "its step must be an integer of at least 0, got"],
    ["a step of -1", ({ metadata }) => (metadata["step"] = "-1"), 'at least 0, got "-1"'],
    [
      "a moment is missing",
      ({ tensors }) => delete tensors["firstMoments/conv.bias"],
      "firstMoments/conv.bias must have the parameter's shape [1], got [undefined]",
    ],
    [
      "a moment has another shape",
      ({ tensors }) => (tensors["ema/conv.weight"] = bias),
      "ema/conv.weight must have the parameter's shape [1,2,3], got [1]",
    ],
    [
      "a moment too many",
      ({ tensors }) => (tensors["ema/extra"] = bias),
      "ema/extra must have the parameter's shape [undefined], got [1]",
    ],
    ["a tensor of no group", ({ tensors }) => (tensors["extra"] = bias), 'got "extra"'],
    [
      "a tensor of integers",
      ({ tensors }) => (tensors["ema/conv.bias"] = { shape: [1], data: Int32Array.of(1) }),
      'got "ema/conv.bias"',
    ],
  ])("%s", async (_, damage, message) => {
    const file = join(folder, "damaged.safetensors");
    await saveCheckpoint(file, state);
    const contents = (await readSafetensors(file)) as Contents;
    damage(contents);
    await writeSafetensors(file, contents.tensors, contents.metadata);
    expect((await failureOf(file)).message).toContain(message);
  });
});
