import { tensorDenoiser } from "@cellgen/diffusion";
import { createEngine } from "@cellgen/engine/node";
import { sampleDdim } from "@cellgen/samplers";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { DenoisedImage } from "../../src/index.ts";
import { conditional, denoise, model, noise, noisy, normal, schedule } from "../denoiseNormal.ts";
import { gaussianEngine, type Normal } from "../gaussianEngine.ts";

/** The estimate of least squared error of a normal value with noise: the Wiener filter. */
function wiener(y: number, of = normal): number {
  return of.mean + (of.deviation ** 2 / (of.deviation ** 2 + noise ** 2)) * (y - of.mean);
}

const meanSquare = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value ** 2, 0) / all.length;
};

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

  it("says where the noise is less than that of timestep 0, and warns of nothing there", async () => {
    const least = schedule.sqrtOneMinusAlphasCumprod[0]! / schedule.sqrtAlphasCumprod[0]!;
    const { image } = noisy(8, 8, { mean: 0, deviation: 0.1 }, 0);
    const below = await denoise(image, { noise: least / 1e4 });
    expect(below).toMatchObject({ timestep: 0, isBelowModel: true });
    expect(below.timestepNoise).toBeCloseTo(least, 12);
    // 1 would be noise as stated.
    expect(below.residual.std / (least / 1e4)).toBeGreaterThan(1.5);
    expect(below.residual.warnings).toEqual([]);
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
      const options = label === undefined ? {} : { class: label };
      const { estimate } = await denoise(image, options, { of: conditional, engine });
      estimate.values.forEach((value, i) => {
        expect(value).toBeCloseTo(Math.min(Math.max(wiener(image.values[i]!, of), -1), 1), 5);
      });
    }
  });
});

describe("samples", () => {
  it.each([[{ sampler: "ddpm", steps: 251 } as const], [{ sampler: "ddim", eta: 1, steps: 100 } as const]])(
    "of a Gaussian are samples from the posterior: %j",
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
  it("of a Gaussian is as strong as it must be, and raises no warnings", async () => {
    const { image } = noisy(32, 32);
    const ofMean = (await denoise(image)).residual;
    const gain = normal.deviation ** 2 / (normal.deviation ** 2 + noise ** 2);
    // y - estimate = (1 - gain) (y - mean), and y has the variance d² + s².
    expect(ofMean.std / ((1 - gain) * Math.hypot(normal.deviation, noise))).toBeCloseTo(1, 1);
    expect(ofMean).toMatchObject({ expected: noise, warnings: [] });
    const ofSample = (await denoise(image, { mode: "sample", steps: 40 })).residual;
    expect(ofSample.std / noise).toBeCloseTo(1, 1);
    expect(ofSample.structure).toBeCloseTo(1, 0);
    expect(ofSample.warnings).toEqual([]);
  });

  it("of the mean of two samples is as strong as is expected of two", async () => {
    const { image } = noisy(32, 32);
    const options = { samples: 2, steps: 120 };
    const { std, expected } = (await denoise(image, options, { batchSize: 16 })).residual;
    // Chance moves a standard deviation of 1024 values by 2 %; of the mean of all samples it is a tenth less.
    expect(Math.abs(std / expected - 1)).toBeLessThan(0.05);
  });

  const codes = ({ residual }: DenoisedImage) => residual.warnings.map(({ code }) => code);

  it("is doubted where the noise is not the stated one, or the image not of the model's kind", async () => {
    const { image } = noisy(32, 32, normal, 3 * noise);
    expect(codes(await denoise(image))).toContain("residual-too-strong");
    const flat = noisy(32, 32, { mean: 0.2, deviation: 0 }, noise / 10);
    expect(codes(await denoise(flat.image))).toContain("residual-too-weak");
    const bright = noisy(32, 32, { mean: 0.9, deviation: 0.1 });
    const darker = (await denoise(bright.image)).residual.warnings;
    expect(darker.find(({ code }) => code === "brightness-shifted")?.message).toContain("darker");
  });
});

describe("denoising", () => {
  it("with a network is what the sampler gives for its own output", async () => {
    const engine = await createEngine("onnx");
    const { image } = noisy(8, 8);
    const { estimate } = await denoise(image, { class: 1 }, { of: conditional, engine, batchSize: 2 });
    const tensors = Object.fromEntries(
      Object.entries(conditional.parameters).map(([name, values]) => [
        name,
        tf.tensor(values, [...conditional.unet.parameterShapes[name]!]),
      ]),
    );
    const expected = await sampleDdim(
      tensorDenoiser(
        (xt, t) => conditional.unet.apply(tensors, xt, t, { classLabels: tf.tensor1d([1], "int32") }),
        [8, 8, 1],
      ),
      {
        initial: () => image.values.map((value) => schedule.sqrtAlphasCumprod[250]! * value),
        step: () => new Float32Array(64),
      },
      { schedule, predictionType: "v_prediction", timesteps: [250] },
    );
    expect(largestDifference(estimate.values, expected)).toBeLessThan(1e-4);
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
