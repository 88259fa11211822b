import { tensorDenoiser } from "@cellgen/diffusion";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { defaultSampler, defaultSteps, guidedDenoiser, sampleDdim, seededNoise } from "@cellgen/samplers";
import { spacedTimesteps } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createGenerator,
  type DiffusionModel,
  type GeneratedImage,
  type GenerateOptions,
  type ImageGenerator,
  noiseScheduleOf,
  type PipelineProgress,
} from "../../src/index.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { seed: 7, sampler: "dpm++2m", steps: 3 } as const;
const conditional = tinyModel({ classes: ["red", "white"] });
const plain = tinyModel();

let engine: Engine;
const generators = new Map<string, ImageGenerator>();
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const generator of generators.values()) await generator.dispose();
  await engine.dispose();
});

async function generatorOf(model: DiffusionModel, batchSize: number): Promise<ImageGenerator> {
  const key = `${model.card.classes} ${batchSize}`;
  if (!generators.has(key)) generators.set(key, await createGenerator(model, engine, { batchSize }));
  return generators.get(key)!;
}

async function generate(
  options: Partial<GenerateOptions> & { readonly count: number },
  { model = plain, batchSize = 3 } = {},
): Promise<GeneratedImage[]> {
  const generator = await generatorOf(model, batchSize);
  const images: GeneratedImage[] = [];
  for await (const image of generator.generate({ ...quick, ...options })) images.push(image);
  return images;
}

function largestDifference(a: readonly GeneratedImage[], b: readonly GeneratedImage[]): number {
  expect(a.length).toBe(b.length);
  const differences = a.flatMap(({ values }, k) =>
    Array.from(values, (value, i) => Math.abs(value - b[k]!.values[i]!)),
  );
  return Math.max(...differences);
}

describe("images", () => {
  it("are numbered, sized, labeled, and in [-1, 1]", async () => {
    const images = await generate(
      { count: 4, first: 5, class: (index) => index % 2 },
      { model: conditional },
    );
    expect(
      images.map(({ index, label, seed, height, width, channels }) => [
        index,
        label,
        seed,
        height,
        width,
        channels,
      ]),
    ).toEqual([
      [5, 1, 7, 8, 8, 1],
      [6, 0, 7, 8, 8, 1],
      [7, 1, 7, 8, 8, 1],
      [8, 0, 7, 8, 8, 1],
    ]);
    for (const { values } of images) {
      expect(values.length).toBe(64);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
      expect(new Set(values).size).toBeGreaterThan(32);
    }
  });

  it("are clamped even where the sampler does not clip", async () => {
    const model = tinyModel({ scheduler: { clipSample: false, predictionType: "epsilon" } });
    const generator = await createGenerator(model, engine, { batchSize: 2 });
    for await (const { values } of generator.generate({ ...quick, count: 2 })) {
      // An untrained network that is asked for noise leaves much of it: without clamping some values are beyond 1.
      expect(Math.max(...values)).toBe(1);
      expect(Math.min(...values)).toBe(-1);
    }
    await generator.dispose();
  });

  it("are the same bytes however many are generated with them", async () => {
    const all = await generate({ count: 7 });
    expect(await generate({ count: 4 })).toEqual(all.slice(0, 4));
    expect(await generate({ count: 1, first: 5 })).toEqual(all.slice(5, 6));
    expect(await generate({ count: 3, first: 2 })).toEqual(all.slice(2, 5));
  });

  it("with steps that add noise are the same bytes however many are generated with them", async () => {
    const all = await generate({ count: 5, sampler: "ddpm" });
    expect(await generate({ count: 1, first: 3, sampler: "ddpm" })).toEqual(all.slice(3, 4));
  });

  it("of another batch size differ by less than a gray level", async () => {
    const one = await generate({ count: 8 }, { batchSize: 1 });
    for (const batchSize of [3, 8]) {
      expect(largestDifference(one, await generate({ count: 8 }, { batchSize }))).toBeLessThan(2 / 255);
    }
  });

  it("of another seed, number or class are others", async () => {
    const [image] = await generate({ count: 1, class: 0 }, { model: conditional });
    for (const options of [{ seed: 8 }, { first: 1 }, { class: 1 }]) {
      const other = await generate({ count: 1, class: 0, ...options }, { model: conditional });
      expect(largestDifference([image!], other), JSON.stringify(options)).toBeGreaterThan(2 / 255);
    }
  });

  it("are what the sampler gives for the network's own output", async () => {
    const { unet, parameters, scheduler } = conditional;
    const tensors = Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [
        name,
        tf.tensor(values, [...unet.parameterShapes[name]!]),
      ]),
    );
    const denoiserOf = (label: number) =>
      tensorDenoiser(
        (xt, t) => unet.apply(tensors, xt, t, { classLabels: tf.tensor1d([label], "int32") }),
        [8, 8, 1],
      );
    const expected = await sampleDdim(
      guidedDenoiser(denoiserOf(1), denoiserOf(2), 3),
      seededNoise(7, [4], [8, 8, 1]),
      {
        schedule: noiseScheduleOf(scheduler),
        predictionType: "v_prediction",
        timesteps: spacedTimesteps("trailing", 1000, 3),
        eta: 0.5,
      },
    );
    const options = { count: 1, first: 4, sampler: "ddim", eta: 0.5, class: 1, guidanceScale: 3 } as const;
    const [image] = await generate(options, { model: conditional });
    image!.values.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.min(Math.max(expected[i]!, -1), 1), 4);
    });
  });
});

describe("classes", () => {
  it("without labels are the null class", async () => {
    const images = await generate({ count: 2 }, { model: conditional });
    expect(images.map((image) => image.label)).toEqual([undefined, undefined]);
    // Away from class 0 by scale 0 is the null class alone.
    const away = await generate({ count: 2, class: 0, guidanceScale: 0 }, { model: conditional });
    expect(largestDifference(images, away)).toBeLessThan(1e-5);
  });

  it("count for more with guidance", async () => {
    const [free, guidedBy1, guidedBy3] = await Promise.all([
      generate({ count: 1 }, { model: conditional }),
      generate({ count: 1, class: 1 }, { model: conditional }),
      generate({ count: 1, class: 1, guidanceScale: 3 }, { model: conditional }),
    ]);
    expect(largestDifference(free, guidedBy3)).toBeGreaterThan(1.5 * largestDifference(free, guidedBy1));
  });

  it("are asked for the images that are wanted alone", async () => {
    const asked: number[] = [];
    await generate({ count: 2, first: 4, class: (index) => asked.push(index) % 2 }, { model: conditional });
    expect(asked).toEqual([4, 5]);
  });
});

describe("generation", () => {
  it("without a sampler or steps takes the defaults", async () => {
    const generator = await generatorOf(plain, 3);
    let steps = 0;
    const images: GeneratedImage[] = [];
    const onProgress = (progress: PipelineProgress) => {
      steps = progress.steps;
    };
    for await (const image of generator.generate({ count: 1, seed: 7, onProgress })) images.push(image);
    expect(steps).toBe(defaultSteps[defaultSampler]);
    const [same] = await generate({ count: 1, sampler: defaultSampler, steps: 20 });
    expect(images[0]!.values).toEqual(same!.values);
  });

  it("tells each step of each batch", async () => {
    const told: Omit<PipelineProgress, "xt" | "predXStart">[] = [];
    const last = new Map<number, Float32Array>();
    const images = await generate({
      count: 3,
      first: 2,
      onProgress: ({ xt, predXStart, ...rest }) => {
        told.push(rest);
        const { indices } = rest;
        expect([xt.length, predXStart.length]).toEqual([3 * 64, 3 * 64]);
        for (const [place, index] of indices.entries()) {
          last.set(index, xt.slice(place * 64, (place + 1) * 64));
        }
      },
    });
    expect(told.map(({ batch, step }) => [batch, step])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
    expect(told[0]).toMatchObject({ batches: 2, steps: 3, t: 995, indices: [0, 1, 2] });
    expect(told.map(({ calls, totalCalls }) => [calls, totalCalls])).toEqual(
      [1, 2, 3, 4, 5, 6].map((calls) => [calls, 6]),
    );
    for (const { index, values } of images) expect(values).toEqual(last.get(index));
  });

  it("counts two calls of the network a step with guidance", async () => {
    const told: number[][] = [];
    await generate(
      {
        count: 4,
        class: 0,
        guidanceScale: 2,
        onProgress: ({ calls, totalCalls }) => void told.push([calls, totalCalls]),
      },
      { model: conditional },
    );
    expect(told).toEqual([2, 4, 6, 8, 10, 12].map((calls) => [calls, 12]));
  });

  it("ends when it is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let steps = 0;
    const run = generate({
      count: 9,
      signal: controller.signal,
      onProgress: () => {
        if (++steps === 4) controller.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    expect(steps).toBe(4);
  });

  it("generates no batch that is not asked for", async () => {
    const generator = await generatorOf(plain, 3);
    let steps = 0;
    for await (const image of generator.generate({ ...quick, count: 9, onProgress: () => void steps++ })) {
      if (image.index === 2) break;
    }
    expect(steps).toBe(3);
  });

  it("leaves no tensors behind, also when it fails", async () => {
    const failing = { count: 3, onProgress: () => Promise.reject(new Error("full")) };
    const guided = { count: 4, class: 1, guidanceScale: 2 };
    await generate(guided, { model: conditional });
    const before = tf.memory().numTensors;
    await generate(guided, { model: conditional });
    await expect(generate(failing)).rejects.toThrow("full");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("runs on the plain engine too, which frees its weights", async () => {
    const slow = await createEngine("cpu");
    const before = tf.memory().numTensors;
    const generator = await createGenerator(plain, slow, { batchSize: 1 });
    const [expected] = await generate({ count: 1, steps: 2 }, { batchSize: 1 });
    for await (const image of generator.generate({ ...quick, steps: 2, count: 1 })) {
      expect(largestDifference([image], [expected!])).toBeLessThan(1e-4);
    }
    await generator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
