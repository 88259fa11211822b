import type { PredictionType } from "@cellgen/diffusion/coefficients";
import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import {
  type Denoiser,
  type InvertDdimOptions,
  invertDdim,
  type SamplerProgress,
  sampleDdim,
  seededNoise,
} from "../src/index.ts";
import { gaussianDenoiser } from "./targets/gaussianDenoiser.ts";
import { smooth } from "./targets/smoothDenoiser.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");
const pixel = { mean: 0.1, deviation: 0.2 };
const quick: InvertDdimOptions = {
  schedule,
  predictionType: "epsilon",
  timesteps: spacedTimesteps("trailing", 1000, 4),
};
const unclipped = { schedule, predictionType: "v_prediction", clipSample: false } as const;

/** Images that are drawn from the pixels' distribution. */
function cleanImages(batch: number): Float32Array {
  const indices = Array.from({ length: batch }, (_, i) => i);
  const noise = seededNoise(5, indices, [4, 4, 3]).initial();
  return noise.map((z) => pixel.mean + pixel.deviation * z);
}

const largest = (differences: Float32Array | number[]) => Math.max(...differences.map(Math.abs));

/** The largest difference between images and what `sampleDdim` makes of their inversion. */
async function roundTrip(denoiser: Denoiser, options: InvertDdimOptions): Promise<number> {
  const xStart = cleanImages(2);
  const noise = await invertDdim(denoiser, xStart, options);
  const back = await sampleDdim(denoiser, { initial: () => noise, step: () => new Float32Array() }, options);
  return largest(back.map((value, i) => value - xStart[i]!));
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
        const noise = await invertDdim(denoiser, xStart, options);
        const a = schedule.alphasCumprod[999]!;
        const spread = Math.sqrt(a * pixel.deviation ** 2 + 1 - a);
        const exact = xStart.map(
          (x) => Math.sqrt(a) * pixel.mean + (spread * (x - pixel.mean)) / pixel.deviation,
        );
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
    const parts = await invertDdim(denoiser, lower, {
      ...options,
      timesteps: timesteps.slice(0, 20),
      endTimestep: timesteps[20]!,
      iterations: 8,
    });
    const whole = await invertDdim(denoiser, xStart, { ...options, timesteps });
    const apart = largest(parts.map((value, i) => value - whole[i]!));
    expect(apart).toBeLessThan(1e-4);
  });

  it("asks for each timestep from the last to the first, and reports each call", async () => {
    const reported: Omit<SamplerProgress, "xt" | "predXStart">[] = [];
    const asked: number[] = [];
    await invertDdim(
      (xt, t) => {
        asked.push(t);
        return smooth(xt, t);
      },
      cleanImages(1),
      {
        ...quick,
        iterations: 2,
        onProgress: ({ xt, predXStart, ...rest }) => {
          reported.push(rest);
          expect(largest(predXStart)).toBeLessThanOrEqual(1);
          expect(xt).toHaveLength(48);
        },
      },
    );
    expect(asked).toEqual([249, 249, 499, 499, 749, 749, 999, 999]);
    expect(reported).toEqual(asked.map((t, i) => ({ step: i + 1, steps: 8, t, tNext: t })));
  });

  it("gives an image bit for bit the same alone and in any batch, and leaves it as it was", async () => {
    const xStart = cleanImages(3);
    const before = xStart.slice();
    const batch = await invertDdim(smooth, xStart, quick);
    expect(xStart).toEqual(before);
    const second = xStart.subarray(48, 96);
    expect(await invertDdim(smooth, second, quick)).toEqual(batch.subarray(48, 96));
  });

  it("passes on errors, and the signal's reason", async () => {
    const xStart = cleanImages(1);
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
    }
  });

  it("rejects an output of another length, and iterations that are none", async () => {
    const xStart = cleanImages(1);
    const wrong: Denoiser = async (xt) => xt.subarray(32);
    await expect(invertDdim(wrong, xStart, quick)).rejects.toThrow(
      new RangeError("invertDdim: denoiser's output must have the length of the images, 48, got 16."),
    );
    await expect(invertDdim(smooth, xStart, { ...quick, iterations: 0 })).rejects.toThrow(
      new RangeError("invertDdim: iterations must be a positive integer, got 0."),
    );
    await expect(invertDdim(smooth, xStart, { ...quick, timesteps: [] })).rejects.toThrow(
      new RangeError("invertDdim: timesteps must not be empty."),
    );
  });
});
