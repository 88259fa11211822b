import "@tensorflow/tfjs-backend-cpu";
import type { PredictionType } from "@cellgen/diffusion";
import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  type Denoiser,
  type InvertDdimOptions,
  invertDdim,
  type SamplerProgress,
  sampleDdim,
  seededNoise,
} from "../src/index.ts";
import { gaussianDenoiser } from "./gaussianDenoiser.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");
const pixel = { mean: 0.1, deviation: 0.2 };
const quick: InvertDdimOptions = {
  schedule,
  predictionType: "epsilon",
  timesteps: spacedTimesteps("trailing", 1000, 4),
};
const unclipped = { schedule, predictionType: "v_prediction", clipSample: false } as const;
/** A network in miniature: neither linear nor the same at all timesteps. */
const smooth: Denoiser = (xt, t) =>
  tf.tidy((): tf.Tensor4D => tf.mul(tf.sin(tf.mul(xt, 1.3)), 0.3 + t / 1500));

/** Images that are drawn from the pixels' distribution. */
function cleanImages(batch: number): tf.Tensor4D {
  const noise = seededNoise(
    5,
    Array.from({ length: batch }, (_, i) => i),
    [4, 4, 3],
  ).initial();
  return tf.tidy((): tf.Tensor4D => tf.add(tf.mul(noise, pixel.deviation), pixel.mean));
}

async function values(tensor: Promise<tf.Tensor4D>): Promise<Float32Array> {
  const images = await tensor;
  const data = await images.data<"float32">();
  images.dispose();
  return data;
}

const largest = (differences: Float32Array | number[]) => Math.max(...differences.map(Math.abs));

/** The largest difference between images and what `sampleDdim` makes of their inversion. */
async function roundTrip(denoiser: Denoiser, options: InvertDdimOptions): Promise<number> {
  const xStart = cleanImages(2);
  const noise = await invertDdim(denoiser, xStart, options);
  const back = await values(
    sampleDdim(denoiser, { initial: () => noise, step: () => tf.zerosLike(noise) }, options),
  );
  return largest(back.map((value, i) => value - xStart.dataSync()[i]!));
}

async function leftBehind(run: () => Promise<unknown>): Promise<number> {
  await run().catch(() => {});
  const before = tf.memory().numTensors;
  await run().catch(() => {});
  return tf.memory().numTensors - before;
}

describe("invertDdim", () => {
  it.each<PredictionType>(["epsilon", "sample", "v_prediction"])(
    "with the exact denoiser follows the flow that takes x_0 = mean + deviation z to x_T, predicting %s",
    async (predictionType) => {
      const denoiser = gaussianDenoiser(schedule, predictionType, [pixel]);
      const xStart = cleanImages(2);
      const errors: number[] = [];
      for (const count of [50, 100, 200]) {
        const timesteps = spacedTimesteps("trailing", 1000, count);
        const options = { schedule, predictionType, timesteps, clipSample: false };
        const noise = await values(invertDdim(denoiser, xStart, options));
        const a = schedule.alphasCumprod[999]!;
        const spread = Math.sqrt(a * pixel.deviation ** 2 + 1 - a);
        const exact = xStart
          .dataSync()
          .map((x) => Math.sqrt(a) * pixel.mean + (spread * (x - pixel.mean)) / pixel.deviation);
        errors.push(largest(noise.map((value, i) => value - exact[i]!)));
      }
      // The steps are those of a method of first order: half the step, half the error.
      expect(errors[0]! / errors[1]!).toBeGreaterThan(1.6);
      expect(errors[1]! / errors[2]!).toBeGreaterThan(1.6);
      expect(errors[2]).toBeLessThan(0.06);
    },
  );

  it.each([
    ["the exact denoiser of normals", gaussianDenoiser(schedule, "v_prediction", [pixel])],
    ["a denoiser that is not linear", smooth],
  ])("comes back with %s, the closer the more steps: an error of second order", async (_, denoiser) => {
    const errors: number[] = [];
    for (const count of [20, 40, 80]) {
      const timesteps = spacedTimesteps("trailing", 1000, count);
      errors.push(await roundTrip(denoiser, { ...unclipped, timesteps }));
    }
    expect(errors[0]! / errors[1]!).toBeGreaterThan(2.5);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(2.5);
    expect(errors[2]).toBeLessThan(0.003);
  });

  it("comes back as closely as float32 allows with enough iterations", async () => {
    const timesteps = spacedTimesteps("trailing", 1000, 10);
    const errors: number[] = [];
    for (const iterations of [1, 2, 4, 16]) {
      errors.push(await roundTrip(smooth, { ...unclipped, timesteps, iterations }));
    }
    expect(errors[1]).toBeLessThan(errors[0]! / 2);
    expect(errors[2]).toBeLessThan(errors[1]! / 2);
    expect(errors[3]).toBeLessThan(1e-6);
  });

  it("begins with images that have the noise of endTimestep", async () => {
    const denoiser = gaussianDenoiser(schedule, "epsilon", [pixel]);
    const xStart = cleanImages(1);
    const timesteps = spacedTimesteps("trailing", 1000, 40);
    const options = { ...quick, clipSample: false };
    const lower = await invertDdim(denoiser, xStart, { ...options, timesteps: timesteps.slice(20) });
    // The same steps in two parts; the second begins without the prediction of the step before, and must find it.
    const parts = await values(
      invertDdim(denoiser, lower, {
        ...options,
        timesteps: timesteps.slice(0, 20),
        endTimestep: timesteps[20]!,
        iterations: 8,
      }),
    );
    const whole = await values(invertDdim(denoiser, xStart, { ...options, timesteps }));
    const apart = largest(parts.map((value, i) => value - whole[i]!));
    expect(apart).toBeLessThan(1e-4);
  });

  it("asks for each timestep from the last to the first, and tells each call", async () => {
    const told: Omit<SamplerProgress, "xt" | "predXStart">[] = [];
    const asked: number[] = [];
    await values(
      invertDdim(
        (xt, t) => {
          asked.push(t);
          return smooth(xt, t);
        },
        cleanImages(1),
        {
          ...quick,
          iterations: 2,
          onProgress: ({ xt, predXStart, ...rest }) => {
            told.push(rest);
            expect(largest(predXStart.dataSync<"float32">())).toBeLessThanOrEqual(1);
            expect(xt.shape).toEqual([1, 4, 4, 3]);
          },
        },
      ),
    );
    expect(asked).toEqual([249, 249, 499, 499, 749, 749, 999, 999]);
    expect(told).toEqual(asked.map((t, i) => ({ step: i + 1, steps: 8, t, tNext: t })));
  });

  it("gives an image bit for bit the same alone and in any batch, and leaves it as it was", async () => {
    const xStart = cleanImages(3);
    const before = xStart.dataSync().slice();
    const batch = await values(invertDdim(smooth, xStart, quick));
    expect(xStart.dataSync()).toEqual(before);
    const second = tf.slice(xStart, [1, 0, 0, 0], [1, 4, 4, 3]);
    expect(await values(invertDdim(smooth, second, quick))).toEqual(batch.subarray(48, 96));
  });

  it("keeps only the noise, also when it is aborted or something throws", async () => {
    const xStart = cleanImages(1);
    expect(await leftBehind(async () => (await invertDdim(smooth, xStart, quick)).dispose())).toBe(0);
    const boom = new Error("boom");
    const fail = () => {
      throw boom;
    };
    const aborted = () => {
      const controller = new AbortController();
      const onProgress = () => controller.abort(boom);
      return invertDdim(smooth, xStart, { ...quick, signal: controller.signal, onProgress });
    };
    const runs = [
      () => invertDdim((xt, t) => (t > 400 ? fail() : smooth(xt, t)), xStart, quick),
      () => invertDdim(smooth, xStart, { ...quick, onProgress: fail }),
      aborted,
    ];
    for (const run of runs) {
      await expect(run()).rejects.toBe(boom);
      expect(await leftBehind(run)).toBe(0);
    }
  });

  it("rejects another shape, and iterations that are none", async () => {
    const xStart = cleanImages(1);
    const wrong: Denoiser = (xt) => tf.slice(xt, [0, 0, 0, 0], [1, 4, 4, 1]);
    const run = () => invertDdim(wrong, xStart, quick);
    await expect(run()).rejects.toThrow(
      new RangeError("invertDdim: denoiser's output must have the images' shape [1,4,4,3], got [1,4,4,1]."),
    );
    expect(await leftBehind(run)).toBe(0);
    await expect(invertDdim(smooth, xStart, { ...quick, iterations: 0 })).rejects.toThrow(
      new RangeError("invertDdim: iterations must be a whole number from 1, got 0."),
    );
    await expect(invertDdim(smooth, xStart, { ...quick, timesteps: [] })).rejects.toThrow(
      new RangeError("invertDdim: timesteps must not be empty."),
    );
  });
});
