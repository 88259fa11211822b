import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGenerator, type DiffusionModel, type GeneratorOptions } from "../src/index.ts";
import { tinyModel } from "./tinyModel.ts";

/** Wide enough for eight bits: with fewer channels than 16 everything stays float32. */
const network = { blockOutChannels: [16, 32], normNumGroups: 4 };
const plain = tinyModel({ network });
const conditional = tinyModel({ network: { ...network, numClassEmbeds: 3 }, classes: ["red", "white"] });

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

async function generate(
  model: DiffusionModel,
  options: Partial<GeneratorOptions> = {},
): Promise<readonly Float32Array[]> {
  const generator = await createGenerator(model, engine, { batchSize: 4, ...options });
  expect(generator.precision).toBe(options.precision ?? "float32");
  const labels =
    model.card.classes.length > 0 ? { class: (index: number) => index % 2, guidanceScale: 2 } : {};
  const images: Float32Array[] = [];
  for await (const { values } of generator.generate({
    count: 4,
    seed: 5,
    sampler: "ddim",
    steps: 6,
    ...labels,
  }))
    images.push(values);
  await generator.dispose();
  return images;
}

/** The mean of the absolute differences, in gray levels. */
function greyLevels(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const differences = a.flatMap((image, k) =>
    Array.from(image, (value, i) => Math.abs(value - b[k]![i]!) * 127.5),
  );
  return differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
}

describe("int8", () => {
  it.each([
    ["a model", plain],
    ["a model with classes, with guidance", conditional],
  ])("generates the images of %s about as float32 does", async (_, model) => {
    const difference = greyLevels(await generate(model, { precision: "int8" }), await generate(model));
    expect(difference).toBeLessThan(3);
    expect(difference).toBeGreaterThan(0.01);
  });

  it("generates the same bytes each time, and leaves no tensors", async () => {
    const first = await generate(plain, { precision: "int8" });
    const before = tf.memory().numTensors;
    expect(await generate(plain, { precision: "int8" })).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("reaches as far as the images that it is calibrated on ask for", async () => {
    const noisy = {
      values: Float32Array.from({ length: 64 }, (_, i) => Math.sin(99 * i)),
      height: 8,
      width: 8,
      channels: 1,
    };
    const exact = await generate(plain);
    const fitting = await generate(plain, { precision: "int8", calibration: [noisy] });
    const far = await generate(plain, {
      precision: "int8",
      calibration: [{ ...noisy, values: noisy.values.map((value) => 1000 * value) }],
    });
    expect(greyLevels(fitting, exact)).toBeLessThan(3);
    expect(greyLevels(far, exact)).toBeGreaterThan(5 * greyLevels(fitting, exact));
  });

  it("is refused with the remedy", async () => {
    const wrong = { precision: "int4" as "int8" };
    await expect(generate(plain, wrong)).rejects.toThrow(
      'createGenerator: precision must be "float32" or "int8", got "int4".',
    );
    await expect(generate(plain, { precision: "int8", calibration: [] })).rejects.toThrow(
      "createGenerator: calibration must have at least one image, got none.",
    );
    const other = await createEngine("cpu");
    await expect(createGenerator(plain, other, { batchSize: 1, precision: "int8" })).rejects.toThrow(
      'createGenerator: precision must be "float32" for engine cpu, got "int8". Use engine onnx.',
    );
    await other.dispose();
  });
});
