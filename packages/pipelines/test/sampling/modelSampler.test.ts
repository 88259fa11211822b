import { createEngine } from "@cellgen/engine/node";
import { type Sampler, sampleDdim } from "@cellgen/samplers";
import { expect, it } from "vitest";
import {
  createGenerator,
  createImageDenoiser,
  createInpainter,
  createInterpolator,
  createTranslator,
  type SamplerChoice,
} from "../../src/index.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

it("a sampler of one's own gets the scheduler's timesteps in every pipeline, and generates the same images as by its name", async () => {
  const model = tinyModel({ classes: ["red", "white"] });
  const engine = await createEngine("onnx", { threads: 1 });
  const batchSize = { batchSize: 1 };
  const image = { values: new Float32Array(64).fill(0.3), height: 8, width: 8, channels: 1 };
  const mask = new Uint8Array(64).fill(1, 0, 32);
  const [generator, inpainter, translator, interpolator, denoiser] = [
    await createGenerator(model, engine, batchSize),
    await createInpainter(model, engine, batchSize),
    await createTranslator(model, engine, batchSize),
    await createInterpolator(model, engine, batchSize),
    await createImageDenoiser(model, engine, batchSize),
  ];
  const jumps = { jumpLength: 1, resamplings: 1, spacing: "scheduler" } as const;
  const generate = async (
    choice: Required<Pick<SamplerChoice, "sampler" | "steps">>,
  ): Promise<Float32Array[]> => {
    const images: Float32Array[] = [];
    for (const generated of [
      generator.generate({ ...choice, count: 1, seed: 1 }),
      inpainter.inpaint(image, mask, { ...choice, ...jumps, count: 1, seed: 1 }),
      translator.translate([image], { ...choice, to: 1 }),
      interpolator.betweenImages(image, image, 2, choice),
    ])
      for await (const { values } of generated) images.push(values);
    const { estimate } = await denoiser.denoise(image, { ...choice, noise: 0.5, mode: "sample" });
    return [...images, estimate.values];
  };
  const seen: number[][] = [];
  const own: Sampler = (predict, noise, options) => {
    seen.push(Array.from(options.timesteps));
    return sampleDdim(predict, noise, options);
  };
  expect(await generate({ sampler: own, steps: 3 })).toEqual(await generate({ sampler: "ddim", steps: 3 }));
  expect(seen[0]).toEqual([999, 666, 332]);
  // RePaint takes steps one at a time.
  expect(seen.slice(1, 4)).toEqual([[999], [666], [332]]);
  expect(seen.at(-1)).toHaveLength(3);
  expect(() => generator.generate({ sampler: own, steps: 3, eta: 1, count: 1, seed: 1 })).toThrow(
    rangeError(
      'generate: eta must be in 0…1, and 0 unless the sampler is "ddim", got 1 for a function. Omit it, or use "ddim".',
    ),
  );
  for (const pipeline of [generator, inpainter, translator, interpolator, denoiser]) await pipeline.dispose();
  await engine.dispose();
});
