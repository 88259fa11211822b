import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createGenerator,
  type DiffusionModel,
  type GenerateOptions,
  type ImageGenerator,
} from "../../src/index.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { seed: 7, sampler: "dpm++2m", steps: 3 } as const;
const plain = tinyModel();
const conditional = tinyModel({ classes: ["red", "white"] });

let engine: Engine;
const generators: ImageGenerator[] = [];
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const generator of generators) await generator.dispose();
  await engine.dispose();
});

async function generatorOf(model: DiffusionModel): Promise<ImageGenerator> {
  const generator = await createGenerator(model, engine, { batchSize: 3 });
  generators.push(generator);
  return generator;
}

describe("what cannot be generated is refused at once", () => {
  it.each<[Partial<GenerateOptions>, string]>([
    [{ count: 0 }, "generate: count must be an integer of at least 1, got 0."],
    [
      { first: -1 },
      "generate: first must be an integer of at least 0 with all indices below 2^32, got -1 for 1 images.",
    ],
    [
      { first: 2 ** 32 - 1 },
      "generate: first must be an integer of at least 0 with all indices below 2^32, got 4294967295 for 1 images.",
    ],
    [{ seed: 0.5 }, "generate: seed must be an integer in 0…2^53-1, got 0.5."],
    [
      { sampler: "euler" as never },
      "generate: sampler must be one of dpm++2m, ddim, ddpm, or a function, got euler.",
    ],
    [{ steps: 1001 }, "generate: steps must be an integer in 1…1000, got 1001."],
    [
      { eta: 0.5 },
      'generate: eta must be in 0…1, and 0 unless the sampler is "ddim", got 0.5 for "dpm++2m". Omit it, or use "ddim".',
    ],
    [
      { sampler: "ddim", eta: 2 },
      'generate: eta must be in 0…1, and 0 unless the sampler is "ddim", got 2 for "ddim".',
    ],
    [{ class: 2 }, "generate: class must be a class in 0…1, got 2."],
    [{ guidanceScale: Number.NaN, class: 0 }, "generate: guidanceScale must be a finite number, got NaN."],
    [{ guidanceScale: 2 }, "generate: guidanceScale must be 1 without a class, got 2. Specify a class."],
  ])("%j", async (options, message) => {
    const generator = await generatorOf(conditional);
    expect(() => generator.generate({ ...quick, count: 1, ...options })).toThrow(rangeError(message));
  });

  it("a class of a model without classes", async () => {
    const generator = await generatorOf(plain);
    expect(() => generator.generate({ ...quick, count: 1, class: 0 })).toThrow(
      rangeError("generate: class must be omitted for a model without classes."),
    );
  });

  it("images of any class, or guidance, from a model without a null class", async () => {
    const model = tinyModel({ classes: ["a", "b"], network: { numClassEmbeds: 2 } });
    const generator = await createGenerator(model, engine, { batchSize: 1 });
    expect(() => generator.generate({ ...quick, count: 1 })).toThrow(
      rangeError("generate: class is required, because this model has no null class. Choose from a, b."),
    );
    expect(() => generator.generate({ ...quick, count: 1, class: 1, guidanceScale: 2 })).toThrow(
      rangeError(
        "generate: guidanceScale must be 1 for a model without a null class, got 2. Omit it, or train a model with classes.",
      ),
    );
    await generator.dispose();
  });

  it("a class that a function gives, when its image is generated", async () => {
    const generator = await generatorOf(conditional);
    const images = generator.generate({ ...quick, count: 4, class: (index) => index });
    const generate = async () => {
      for await (const { index } of images) expect(index).toBeLessThan(2);
    };
    await expect(generate()).rejects.toThrow(
      rangeError("generate: class must be a class in 0…1, got 2 for image 2."),
    );
  });

  it("a batch size of 0, and parameters that do not fit", async () => {
    await expect(createGenerator(plain, engine, { batchSize: 0 })).rejects.toThrow(
      rangeError("createGenerator: batchSize must be an integer of at least 1, got 0."),
    );
    const { "conv_in.bias": _, ...parameters } = plain.parameters;
    await expect(createGenerator({ ...plain, parameters }, engine, { batchSize: 1 })).rejects.toThrow(
      rangeError('createGenerator: parameters must have 4 values for "conv_in.bias", got none.'),
    );
    const card = { ...plain.card, channels: 3 };
    await expect(createGenerator({ ...plain, card }, engine, { batchSize: 1 })).rejects.toThrow(
      rangeError("createGenerator: in_channels and out_channels must be the images' 3, got 1 and 1."),
    );
  });
});
