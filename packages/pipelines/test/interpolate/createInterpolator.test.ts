import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createGenerator,
  createInterpolator,
  type DiffusionModel,
  type InterpolatedImage,
  type InterpolateOptions,
  type Interpolator,
  type PipelineProgress,
  type UnitImage,
} from "../../src/index.ts";
import { gaussianEngine } from "../gaussianEngine.ts";
import { normalValues } from "../normalValues.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { sampler: "ddim", steps: 4 } as const;
const conditional = tinyModel({ classes: ["red", "white"] });
const [imageA, imageB] = [1, 2].map((seed) => ({
  values: normalValues(seed, 64).map((value) => Math.max(-1, Math.min(0.2 * value + 0.1, 1))),
  height: 8,
  width: 8,
  channels: 1,
})) as [UnitImage, UnitImage];

let engine: Engine;
const interpolators = new Map<number, Interpolator>();
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const interpolator of interpolators.values()) await interpolator.dispose();
  await engine.dispose();
});

async function interpolatorOf(batchSize: number): Promise<Interpolator> {
  if (!interpolators.has(batchSize)) {
    interpolators.set(batchSize, await createInterpolator(conditional, engine, { batchSize }));
  }
  return interpolators.get(batchSize)!;
}

async function collect(frames: AsyncIterable<InterpolatedImage>): Promise<InterpolatedImage[]> {
  const all: InterpolatedImage[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

async function betweenSeeds(
  frames: number,
  options: Partial<InterpolateOptions> = {},
  batchSize = 3,
): Promise<InterpolatedImage[]> {
  return collect((await interpolatorOf(batchSize)).betweenSeeds(5, 6, frames, { ...quick, ...options }));
}

async function betweenImages(
  frames: number,
  options: Partial<InterpolateOptions> = {},
  batchSize = 3,
): Promise<InterpolatedImage[]> {
  const interpolator = await interpolatorOf(batchSize);
  return collect(interpolator.betweenImages(imageA, imageB, frames, { ...quick, ...options }));
}

function largestDifference(a: UnitImage, b: UnitImage): number {
  return Math.max(...a.values.map((value, i) => Math.abs(value - b.values[i]!)));
}

describe("frames between seeds", () => {
  it("begin and end with the seeds' own images, with every sampler, class and guidance", async () => {
    const generator = await createGenerator(conditional, engine, { batchSize: 3 });
    for (const options of [
      {},
      { sampler: "ddpm", class: 1 },
      { sampler: "dpm++2m", class: 0, guidanceScale: 2 },
    ] as const) {
      const frames = await betweenSeeds(4, options);
      expect(frames.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
      expect(frames.map(({ position }) => position)).toEqual([0, 1 / 3, 2 / 3, 1]);
      for (const [seed, frame] of [
        [5, frames[0]!],
        [6, frames[3]!],
      ] as const) {
        for await (const image of generator.generate({ ...quick, ...options, seed, count: 1 })) {
          // Frames 0 and 3 are at place 0 of their batches, as image 0 is.
          expect(frame.values).toEqual(image.values);
        }
      }
    }
    await generator.dispose();
  });

  it("go from end to end in steps smaller than the whole way", async () => {
    const frames = await betweenSeeds(9);
    const whole = largestDifference(frames[0]!, frames[8]!);
    for (let k = 1; k < 9; k++) {
      const step = largestDifference(frames[k - 1]!, frames[k]!);
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThan(whole / 2);
    }
  });

  it("of two classes begin as one and end as the other", async () => {
    const [red, white, both] = [
      await betweenSeeds(3, { class: 0 }),
      await betweenSeeds(3, { class: 1 }),
      await betweenSeeds(3, { class: [0, 1] }),
    ];
    expect(largestDifference(both[0]!, red[0]!)).toBeLessThan(1e-5);
    expect(largestDifference(both[2]!, white[2]!)).toBeLessThan(1e-5);
    for (const other of [red[1]!, white[1]!]) {
      const apart = largestDifference(both[1]!, other);
      expect(apart).toBeGreaterThan(1e-3);
      expect(apart).toBeLessThan(largestDifference(red[1]!, white[1]!));
    }
    expect(await betweenSeeds(3, { class: [1, 1] })).toEqual(white);
  });

  it("of another batch size differ by less than a gray level", async () => {
    const one = await betweenSeeds(4, {}, 1);
    for (const [k, frame] of (await betweenSeeds(4)).entries()) {
      expect(largestDifference(frame, one[k]!)).toBeLessThan(2 / 255);
    }
  });
});

describe("frames between images", () => {
  it("begin and end with the images", async () => {
    const frames = await betweenImages(3, { steps: 50, class: [0, 0] });
    expect(largestDifference(frames[0]!, imageA)).toBeLessThan(0.03);
    expect(largestDifference(frames[2]!, imageB)).toBeLessThan(0.03);
    expect(largestDifference(frames[1]!, imageA)).toBeGreaterThan(0.1);
  });

  it("of another batch size differ by less than a gray level", async () => {
    const one = await betweenImages(3, { class: [0, 1] }, 1);
    for (const [k, frame] of (await betweenImages(3, { class: [0, 1] })).entries()) {
      expect(largestDifference(frame, one[k]!)).toBeLessThan(2 / 255);
    }
  });

  it("with the exact denoiser of normals are interpolated on the sphere", async () => {
    const exact = gaussianEngine(conditional.scheduler, () => ({ mean: 0.1, deviation: 0.2 }));
    const interpolator = await createInterpolator(conditional, exact, { batchSize: 3 });
    const options = { sampler: "ddim", steps: 100, class: 0 } as const;
    const frames = await collect(interpolator.betweenImages(imageA, imageB, 3, options));
    const z = ({ values }: UnitImage) => values.map((value) => (value - 0.1) / 0.2);
    const [a, b] = [z(imageA), z(imageB)];
    const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    // Half way is the sum of both, made as long as they are: 1 / (2 cos(angle / 2)) of it.
    const angle = Math.acos(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
    z(frames[1]!).forEach((value, i) => {
      expect(Math.abs(value - (a[i]! + b[i]!) / (2 * Math.cos(angle / 2)))).toBeLessThan(0.05);
    });
  });
});

describe("interpolation", () => {
  it("tells each step, and the network's calls in all", async () => {
    const told: number[][] = [];
    const onProgress = ({ batch, batches, t, calls, totalCalls }: PipelineProgress) =>
      void told.push([batch, batches, t, calls, totalCalls]);
    await betweenSeeds(4, { onProgress, class: [0, 1], guidanceScale: 2 });
    expect(told).toHaveLength(8);
    expect(told[0]).toEqual([1, 2, 999, 4, 32]);
    expect(told[7]).toEqual([2, 2, 249, 32, 32]);
    told.length = 0;
    await betweenImages(2, { onProgress });
    expect(told.map(([, , t]) => t)).toEqual([249, 499, 749, 999, 999, 749, 499, 249]);
    expect(told.at(-1)!.slice(3)).toEqual([8, 8]);
    told.length = 0;
    await betweenImages(2, { onProgress }, 1);
    expect(told.at(-1)!.slice(3)).toEqual([16, 16]);
  });

  it("ends when it is aborted, and leaves no tensors behind", async () => {
    const reason = new Error("enough");
    const aborted = (last: number) => {
      const controller = new AbortController();
      let steps = 0;
      const onProgress = () => {
        if (++steps === last) controller.abort(reason);
      };
      return { signal: controller.signal, onProgress };
    };
    await betweenImages(4, { class: [0, 1] });
    const before = tf.memory().numTensors;
    await betweenImages(4, { class: [0, 1] });
    await betweenSeeds(4, { sampler: "ddpm" });
    for (const last of [2, 6]) {
      await expect(betweenImages(4, aborted(last))).rejects.toBe(reason);
      await expect(betweenSeeds(4, aborted(last))).rejects.toBe(reason);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("what cannot be interpolated is refused at once", () => {
  it.each<[(interpolator: Interpolator) => unknown, string]>([
    [(i) => i.betweenSeeds(0.5, 1, 3, quick), "betweenSeeds: from must be an integer in 0…2^53-1, got 0.5."],
    [(i) => i.betweenSeeds(1, -1, 3, quick), "betweenSeeds: to must be an integer in 0…2^53-1, got -1."],
    [(i) => i.betweenSeeds(1, 2, 1, quick), "betweenSeeds: frames must be an integer of at least 2, got 1."],
    [
      (i) => i.betweenSeeds(1, 2, 3, { ...quick, class: [0, 2] }),
      "betweenSeeds: class must be a class in 0…1, got 2.",
    ],
    [
      (i) => i.betweenSeeds(1, 2, 3, { ...quick, class: [0] as never }),
      "betweenSeeds: class must be one class, or the classes of both ends, got 0.",
    ],
    [
      (i) => i.betweenSeeds(1, 2, 3, { ...quick, guidanceScale: 2 }),
      "betweenSeeds: guidanceScale must be 1 without a class, got 2. Specify a class.",
    ],
    [
      (i) => i.betweenSeeds(1, 2, 3, { ...quick, steps: 2000 }),
      "betweenSeeds: steps must be an integer in 1…1000, got 2000.",
    ],
    [
      (i) => i.betweenImages(imageA, { ...imageB, width: 4 }, 3, quick),
      "betweenImages: to must be 8 x 8 x 1, like the model's images, got 8 x 4 x 1 with 64 values.",
    ],
    [
      (i) => i.betweenImages({ ...imageA, values: new Float32Array(64).fill(3) }, imageB, 3, quick),
      "betweenImages: from must have values in [-1, 1], got 3 at 0.",
    ],
    [
      (i) => i.betweenImages(imageA, imageB, 3, { ...quick, sampler: "ddpm" }),
      'betweenImages: sampler must add no noise, which would replace that of the images, got "ddpm". Use "ddim" or "dpm++2m".',
    ],
    [
      (i) => i.betweenImages(imageA, imageB, 3, { ...quick, eta: 1 }),
      'betweenImages: sampler must add no noise, which would replace that of the images, got "ddim" with eta 1. Use "ddim" or "dpm++2m".',
    ],
  ])("%#", async (run, message) => {
    const interpolator = await interpolatorOf(3);
    expect(() => run(interpolator)).toThrow(rangeError(message));
  });

  it("a model that does not fit together", async () => {
    const card = { ...conditional.card, channels: 3 };
    const model: DiffusionModel = { ...conditional, card };
    await expect(createInterpolator(model, engine, { batchSize: 1 })).rejects.toThrow(
      rangeError("createInterpolator: in_channels and out_channels must be the images' 3, got 1 and 1."),
    );
  });
});
