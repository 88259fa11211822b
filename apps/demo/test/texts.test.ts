import { OutOfMemoryError } from "@cellgen/engine";
import { describe, expect, it } from "vitest";
import { describeGeneration, sampleCommand } from "../src/page/describeGeneration.ts";
import { fileName } from "../src/page/fileName.ts";
import type { Generation } from "../src/page/studio/studioState.ts";
import type { GenerationSettings, ModelFacts } from "../src/protocol.ts";
import { explain } from "../src/worker/explain.ts";

const settings: GenerationSettings = { count: 3, seed: 7, sampler: "ddim", steps: 50, label: undefined };
const model: ModelFacts = {
  name: "Blood smear",
  width: 2,
  height: 2,
  channels: 1,
  classes: ["RBC", "it's one"],
  maxSteps: 1000,
  parameterCount: 10,
};
const generation: Generation = {
  status: "preparing",
  model,
  settings,
  done: 0,
  total: 0,
  images: [undefined, { index: 1, shown: {} as ImageData }],
  seconds: 3,
};
const finished = (index: number) => ({
  index,
  shown: {} as ImageData,
  className: "RBC",
  file: { width: 2, height: 2, channels: 1 as const, data: new Uint8Array(4) },
});

describe("the texts of a generation", () => {
  it("describe the progress", () => {
    expect(describeGeneration(generation)).toBe("Preparing the network…");
    expect(describeGeneration({ ...generation, status: "generating" })).toBe(
      "Generating 3 images, 50 steps each…",
    );
    expect(describeGeneration({ ...generation, status: "stopped", images: [finished(0)] })).toBe(
      "Stopped. 1 image finished.",
    );
    const images = [finished(0), finished(1), finished(2)];
    expect(describeGeneration({ ...generation, status: "done", images })).toBe("3 images in 3 s, 1 s each.");
    expect(describeGeneration({ ...generation, status: "done", images, seconds: 270 })).toBe(
      "3 images in 4 min 30 s, 1 min 30 s each.",
    );
  });

  it("give the command that generates the same images, quoted for a shell", () => {
    expect(sampleCommand(generation)).toBe(
      "cellgen sample --model MODEL --out images --count 3 --seed 7 --sampler ddim --steps 50",
    );
    expect(sampleCommand({ ...generation, settings: { ...settings, label: 1 } })).toMatch(
      / --class 'it'\\''s one'$/,
    );
  });
});

it("file names consist of the model, the seed, the class and the number, without characters that a file system rejects", () => {
  expect(fileName(model, settings)).toBe("Blood-smear-seed-7.png");
  expect(fileName(model, settings, finished(12))).toBe("Blood-smear-seed-7-RBC-00012.png");
  expect(fileName({ name: "../Zellen: rot/weiß" }, settings)).toBe("Zellen-rot-weiß-seed-7.png");
});

describe("explain", () => {
  it.each([
    [
      "readModel: cells/unet/config.json must exist, but is missing.",
      "cells/unet/config.json must exist, but is missing.",
    ],
    ["generate: count must be a whole number from 1, got 0.", "count must be a whole number from 1, got 0."],
    ["two\n  lines", "two lines"],
    ["", "Unknown error. Reload the page."],
  ])("of %j is one line without the function's name", (message, line) => {
    expect(explain(new Error(message))).toBe(line);
  });

  it.each([
    "Array buffer allocation failed",
    "WebAssembly.Memory(): could not allocate memory",
    "std::bad_alloc",
    "Out of memory",
  ])("recognizes %j as a lack of memory", (message) => {
    expect(explain(new RangeError(message))).toMatch(/^Not enough memory for this model\./);
  });

  it("recognizes an engine's lack of memory", () => {
    expect(explain(new OutOfMemoryError("run", 4e9))).toMatch(/^Not enough memory for this model\./);
  });
});
