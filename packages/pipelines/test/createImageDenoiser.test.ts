import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { sampleDdim } from "@cellgen/samplers";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { beforeClipping, tailMean } from "../src/beforeClipping.ts";
import {
  createImageDenoiser,
  type DenoisedImage,
  type DenoiseOptions,
  noiseScheduleOf,
  type UnitImage,
} from "../src/index.ts";
import { gaussianEngine, type Normal } from "./gaussianEngine.ts";
import { normalValues } from "./normalValues.ts";
import { tinyModel } from "./tinyModel.ts";

const model = tinyModel();
const conditional = tinyModel({ classes: ["dark", "bright"] });
const schedule = noiseScheduleOf(model.scheduler);
const normal: Normal = { mean: 0.2, deviation: 0.25 };
/** That of timestep 250 exactly, so that the closed forms hold to rounding. */
const noise = schedule.sqrtOneMinusAlphasCumprod[250]! / schedule.sqrtAlphasCumprod[250]!;

/** An image of independent normal values, and the same with noise. */
function noisy(
  height: number,
  width: number,
  of = normal,
  strength = noise,
): { clean: Float32Array; image: UnitImage } {
  const size = height * width;
  const clean = normalValues(1, size).map((value) => of.mean + of.deviation * value);
  const ofNoise = normalValues(2, size);
  const values = clean.map((value, i) => value + strength * ofNoise[i]!);
  return { clean, image: { values, height, width, channels: 1 } };
}

async function denoise(
  image: UnitImage,
  options: Partial<DenoiseOptions> = {},
  { batchSize = 4, of = model, engine = gaussianEngine(model.scheduler, () => normal) as Engine } = {},
): Promise<DenoisedImage> {
  const denoiser = await createImageDenoiser(of, engine, { batchSize });
  try {
    return await denoiser.denoise(image, { noise, mode: "mean", ...options });
  } finally {
    await denoiser.dispose();
  }
}

/** The estimate of least squared error of a normal value with noise: the Wiener filter. */
function wiener(y: number, of = normal): number {
  return of.mean + (of.deviation ** 2 / (of.deviation ** 2 + noise ** 2)) * (y - of.mean);
}

const meanSquare = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value ** 2, 0) / all.length;
};

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe("the mean", () => {
  it.each([
    ["the model's size", 8, 8],
    ["a field", 21, 30],
    ["smaller on both sides", 3, 5],
    ["a long strip", 1, 40],
  ])("of a Gaussian is the Wiener filter's: %s", async (_, height, width) => {
    const { image } = noisy(height, width);
    const { estimate, timestep, timestepNoise, uncertainty, samples } = await denoise(image);
    expect([estimate.height, estimate.width, estimate.channels]).toEqual([height, width, 1]);
    expect(timestep).toBe(250);
    expect(timestepNoise).toBeCloseTo(noise, 12);
    estimate.values.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.min(Math.max(wiener(image.values[i]!), -1), 1), 5);
    });
    expect(uncertainty).toBeUndefined();
    expect(samples).toEqual([]);
  });

  it("of several samples comes near it, the nearer the more there are", async () => {
    const { image } = noisy(8, 8);
    const errors: number[] = [];
    for (const samples of [4, 64]) {
      const { estimate } = await denoise(image, { samples, steps: 251 });
      errors.push(meanSquare(estimate.values.map((value, i) => value - wiener(image.values[i]!))));
    }
    // The mean of n samples is off by the posterior's variance over n, d² s² / (d² + s²) = 0.0446.
    const posterior = (normal.deviation ** 2 * noise ** 2) / (normal.deviation ** 2 + noise ** 2);
    expect(errors[0]! / (posterior / 4)).toBeGreaterThan(0.6);
    expect(errors[0]! / (posterior / 4)).toBeLessThan(1.5);
    expect(errors[1]! / (posterior / 64)).toBeGreaterThan(0.6);
    expect(errors[1]! / (posterior / 64)).toBeLessThan(1.5);
  });

  it("takes the nearest timestep for a noise between two, and scales the image for it", async () => {
    const between = noise * 1.0009;
    const engine = gaussianEngine(model.scheduler, () => normal);
    const { image } = noisy(8, 8);
    const { timestep, timestepNoise } = await denoise(image, { noise: between }, { engine, batchSize: 1 });
    expect(timestep).toBe(250);
    expect(timestepNoise).toBeCloseTo(noise, 12);
    const { xt, t } = engine.calls[0]!;
    expect(t![0]).toBe(250);
    expect(xt![7]).toBeCloseTo(schedule.sqrtAlphasCumprod[250]! * image.values[7]!, 6);
  });

  it("says where the noise is less than that of timestep 0, and doubts nothing there", async () => {
    const least = schedule.sqrtOneMinusAlphasCumprod[0]! / schedule.sqrtAlphasCumprod[0]!;
    const { image } = noisy(8, 8, { mean: 0, deviation: 0.1 }, 0);
    const below = await denoise(image, { noise: least / 1e4 });
    expect(below).toMatchObject({ timestep: 0, isBelowModel: true });
    expect(below.timestepNoise).toBeCloseTo(least, 12);
    // 1 would be noise as stated.
    expect(below.residual.std / (least / 1e4)).toBeGreaterThan(1.5);
    expect(below.residual.doubts).toEqual([]);
    expect(await denoise(image, { noise: least })).toMatchObject({ timestep: 0, isBelowModel: false });
  });

  it("is of the class that is told, else of the null class", async () => {
    const normals: readonly Normal[] = [
      { mean: -0.5, deviation: 0.1 },
      { mean: 0.5, deviation: 0.1 },
      normal,
    ];
    const engine = gaussianEngine(conditional.scheduler, (label) => normals[label!]!);
    const { image } = noisy(8, 8, { mean: 0, deviation: 0.1 });
    for (const [label, of] of [
      [0, normals[0]!],
      [1, normals[1]!],
      [undefined, normal],
    ] as const) {
      const options = label === undefined ? {} : { label };
      const { estimate } = await denoise(image, options, { of: conditional, engine });
      estimate.values.forEach((value, i) => {
        expect(value).toBeCloseTo(Math.min(Math.max(wiener(image.values[i]!, of), -1), 1), 5);
      });
    }
  });
});

describe("samples", () => {
  it.each([[{ sampler: "ddpm", steps: 251 } as const], [{ sampler: "ddim", eta: 1, steps: 100 } as const]])(
    "of a Gaussian are draws from the posterior: %j",
    async (choice) => {
      const { image } = noisy(8, 8);
      const { estimate, samples, uncertainty } = await denoise(image, {
        mode: "sample",
        samples: 100,
        ...choice,
      });
      expect(samples).toHaveLength(100);
      expect(samples[0]).toBe(estimate);
      const posterior = Math.sqrt(
        (normal.deviation ** 2 * noise ** 2) / (normal.deviation ** 2 + noise ** 2),
      );
      expect(Math.sqrt(meanSquare(uncertainty!)) / posterior).toBeGreaterThan(0.93);
      expect(Math.sqrt(meanSquare(uncertainty!)) / posterior).toBeLessThan(1.07);
      image.values.forEach((y, i) => {
        const mean = samples.reduce((sum, { values }) => sum + values[i]!, 0) / samples.length;
        expect(Math.abs(mean - wiener(y))).toBeLessThan((4 * posterior) / 10);
      });
    },
  );

  it.each(["dpm++2m", "ddim"] as const)(
    "of %s are one image, as spread as clean ones are",
    async (sampler) => {
      const { image } = noisy(24, 24);
      const { estimate } = await denoise(image, { mode: "sample", sampler, steps: 50 });
      const spread = Math.sqrt(meanSquare(estimate.values.map((value) => value - normal.mean)));
      expect(spread / normal.deviation).toBeGreaterThan(0.9);
      expect(spread / normal.deviation).toBeLessThan(1.1);
    },
  );

  it("are functions of the seed and their number, whatever goes through the network with them", async () => {
    const { image } = noisy(10, 8);
    const options = { mode: "sample", samples: 5, steps: 6, seed: 3 } as const;
    const { samples } = await denoise(image, options, { batchSize: 16 });
    const alone = await denoise(image, { ...options, samples: 1 }, { batchSize: 1 });
    expect(alone.estimate).toEqual(samples[0]);
    expect((await denoise(image, options, { batchSize: 3 })).samples).toEqual(samples);
    expect(largestDifference(samples[0]!.values, samples[1]!.values)).toBeGreaterThan(0.1);
    const other = await denoise(image, { ...options, seed: 4 }, { batchSize: 16 });
    expect(largestDifference(samples[0]!.values, other.estimate.values)).toBeGreaterThan(0.1);
  });

  it("take no more steps than there are timesteps below the noise", async () => {
    const { image } = noisy(8, 8);
    const engine = gaussianEngine(model.scheduler, () => normal);
    const { timestep, calls } = await denoise(image, { mode: "sample", noise: 0.02 }, { engine });
    expect(timestep).toBe(6);
    expect(calls).toBe(7);
    expect(engine.calls.map(({ t }) => t![0])).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });
});

describe("the residual", () => {
  it("of a Gaussian is as strong as it must be, and raises no doubts", async () => {
    const { image } = noisy(32, 32);
    const ofMean = (await denoise(image)).residual;
    const gain = normal.deviation ** 2 / (normal.deviation ** 2 + noise ** 2);
    // y - estimate = (1 - gain) (y - mean), and y has the variance d² + s².
    expect(ofMean.std / ((1 - gain) * Math.hypot(normal.deviation, noise))).toBeCloseTo(1, 1);
    expect(ofMean).toMatchObject({ expected: noise, doubts: [] });
    const ofSample = (await denoise(image, { mode: "sample", steps: 40 })).residual;
    expect(ofSample.std / noise).toBeCloseTo(1, 1);
    expect(ofSample.structure).toBeCloseTo(1, 0);
    expect(ofSample.doubts).toEqual([]);
    const ofSamples = (await denoise(image, { samples: 16, steps: 20 })).residual;
    expect(ofSamples.expected / ofMean.std).toBeCloseTo(1, 1);
  });

  it("is doubted where the noise is not the stated one, or the image not of the model's kind", async () => {
    const { image } = noisy(32, 32, normal, 3 * noise);
    expect((await denoise(image)).residual.doubts.join()).toMatch(/stronger than that/);
    const flat = noisy(32, 32, { mean: 0.2, deviation: 0 }, noise / 10);
    expect((await denoise(flat.image)).residual.doubts.join()).toMatch(/weaker than that/);
    const bright = noisy(32, 32, { mean: 0.9, deviation: 0.1 });
    expect((await denoise(bright.image)).residual.doubts.join()).toMatch(/become darker/);
  });
});

describe("values that were cut off", () => {
  const bright: Normal = { mean: 0.9, deviation: 0.05 };
  const engine = gaussianEngine(model.scheduler, () => bright);
  const { clean, image } = noisy(40, 40, bright);
  const cutOff = { ...image, values: image.values.map((value) => Math.min(Math.max(value, -1), 1)) };

  it("are taken for what they may have been: the estimate is not darker than the image", async () => {
    const bias = (of: Float32Array) => meanOf(of) - meanOf(clean.map((value) => Math.min(value, 1)));
    const plain = await denoise(cutOff, {}, { engine });
    const corrected = await denoise(cutOff, { limits: [-1, 1] }, { engine });
    // The mean of cut-off values is 0.12 below that of the image; of it the filter takes d² / (d² + s²) = 0.015.
    const whole = await denoise(image, {}, { engine });
    expect(bias(whole.estimate.values) - bias(plain.estimate.values)).toBeGreaterThan(0.001);
    expect(Math.abs(bias(whole.estimate.values) - bias(corrected.estimate.values))).toBeLessThan(0.0005);
    expect(plain.residual.doubts.join()).toMatch(/brighter/);
    expect(corrected.residual.doubts).toEqual([]);
    expect(corrected.calls).toBe(2 * plain.calls);
  });

  it("change nothing where there are none", async () => {
    const inside = { ...image, values: image.values.map((value) => Math.min(Math.max(value, -0.99), 0.99)) };
    const plain = await denoise(inside, { mode: "sample", samples: 2, steps: 2 }, { engine });
    expect(
      await denoise(inside, { mode: "sample", samples: 2, steps: 2, limits: [-1, 1] }, { engine }),
    ).toEqual(plain);
  });

  it("have the mean of the normal distribution's tail", () => {
    // Values of sqrt(2 / π) exp(-a² / 2) / erfc(a / sqrt(2)) in Python.
    for (const [a, mean] of [
      [-3, 0.0044378],
      [0, 0.7978846],
      [1, 1.5251353],
      [2.4, 2.7318612],
      [2.6, 2.9140574],
      [10, 10.0980932],
    ] as const)
      expect(tailMean(a) / mean).toBeCloseTo(1, 3);
    const values = beforeClipping(Float32Array.of(-1, 0.5, 1), [-0.8, 0.4, 1.1], 0.2, [-1, 1]);
    expect(values[0]).toBeCloseTo(-0.8 - 0.2 * 1.5251353, 4);
    expect(values[1]).toBeCloseTo(0.5, 6);
    expect(values[2]).toBeCloseTo(1.1 + 0.2 * tailMean(-0.5), 6);
  });
});

describe("denoising", () => {
  it("with a network is what the sampler gives for its own output", async () => {
    const engine = await createEngine("onnx");
    const { image } = noisy(8, 8);
    const { estimate } = await denoise(image, { label: 1 }, { of: conditional, engine, batchSize: 2 });
    const tensors = Object.fromEntries(
      Object.entries(conditional.parameters).map(([name, values]) => [
        name,
        tf.tensor(values, [...conditional.unet.parameterShapes[name]!]),
      ]),
    );
    const expected = await sampleDdim(
      (xt, t) =>
        conditional.unet.apply(tensors, xt, tf.fill([1], t, "int32") as tf.Tensor1D, {
          classLabels: tf.tensor1d([1], "int32"),
        }),
      {
        initial: () =>
          tf.tensor4d(
            image.values.map((value) => schedule.sqrtAlphasCumprod[250]! * value),
            [1, 8, 8, 1],
          ),
        step: () => tf.zeros([1, 8, 8, 1]),
      },
      { schedule, predictionType: "v_prediction", timesteps: [250] },
    );
    expect(largestDifference(estimate.values, expected.dataSync<"float32">())).toBeLessThan(1e-4);
    await engine.dispose();
  });

  it("tells each call of the network, and how many there will be", async () => {
    const { image } = noisy(12, 8);
    const told: string[] = [];
    const { calls } = await denoise(image, {
      mode: "sample",
      samples: 3,
      steps: 2,
      onProgress: ({ calls, totalCalls }) => void told.push(`${calls}/${totalCalls}`),
    });
    // Two windows: two samples fill a batch of four, the third goes alone.
    expect(told).toEqual(["1/4", "2/4", "3/4", "4/4"]);
    expect(calls).toBe(4);
  });

  it("ends when it is aborted, and leaves no tensors behind", async () => {
    const { image } = noisy(40, 40);
    const controller = new AbortController();
    const reason = new Error("enough");
    const aborted = () =>
      denoise(image, {
        signal: controller.signal,
        onProgress: ({ calls }) => {
          if (calls === 3) controller.abort(reason);
        },
      });
    await expect(aborted()).rejects.toBe(reason);
    const before = tf.memory().numTensors;
    await expect(aborted()).rejects.toBe(reason);
    await denoise(image, { mode: "sample", samples: 2, steps: 2 });
    const failing = denoise(image, { onProgress: () => Promise.reject(new Error("full")) });
    await expect(failing).rejects.toThrow("full");
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("what cannot be denoised is refused", () => {
  const { image } = noisy(8, 8);
  it.each<[Partial<UnitImage>, string]>([
    [{ height: 0 }, "image's height must be a whole number from 1, got 0"],
    [{ channels: 3 }, "image must have the model's 1 channels, got 3"],
    [{ width: 9 }, "image must hold 8 x 9 x 1 = 72 values, got 64"],
    [{ values: new Float32Array(64).fill(Number.NaN, 5) }, "image must hold numbers, got NaN at 5"],
  ])("an image of %j", async (part, message) => {
    await expect(denoise({ ...image, ...part })).rejects.toThrow(new RangeError(`denoise: ${message}.`));
  });

  it.each<[Partial<DenoiseOptions>, string]>([
    [{ noise: 0 }, "noise must be a number above 0, where images are in [-1, 1], got 0"],
    [{ noise: Number.NaN }, "noise must be a number above 0, where images are in [-1, 1], got NaN"],
    [{ noise: 1e6 }, "noise must be at most 2.03e+4, that of the model's last timestep, got 1000000"],
    [{ mode: "median" as never }, 'mode must be "mean" or "sample", got "median"'],
    [{ samples: 0 }, "samples must be a whole number in 1…2^32, got 0"],
    [{ seed: -1 }, "seed must be an integer in 0…2^53-1, got -1"],
    [{ mode: "sample", steps: 0 }, "steps must be a whole number in 1…1000, got 0"],
    [
      { mode: "sample", sampler: "euler" as never },
      "sampler must be one of ddpm, ddim, dpm++2m, or a function, got euler",
    ],
    [
      { samples: 2, sampler: "ddim" },
      'sampler must draw noise for 2 samples, which would else be the same, got "ddim" with eta 0. Take "ddpm", or "ddim" with eta 1',
    ],
    [{ limits: [1, -1] }, "limits must be [min, max] with min < max, got [1,-1]"],
    [{ label: 0 }, "label must be left out for a model without classes"],
  ])("%j", async (options, message) => {
    await expect(denoise(image, options)).rejects.toThrow(new RangeError(`denoise: ${message}.`));
  });

  it("a class that the model does not know, no class where there is no null class, a batch of none", async () => {
    await expect(denoise(image, { label: 2 }, { of: conditional })).rejects.toThrow(
      new RangeError("denoise: label must be of the classes 0…1, got 2."),
    );
    const without = tinyModel({ classes: ["a", "b"], network: { numClassEmbeds: 2 } });
    await expect(denoise(image, {}, { of: without })).rejects.toThrow(
      new RangeError("denoise: label must be given, 0…1: this model has no null class to draw from."),
    );
    await expect(denoise(image, {}, { batchSize: 0 })).rejects.toThrow(
      new RangeError("createImageDenoiser: batchSize must be a whole number from 1, got 0."),
    );
  });
});
