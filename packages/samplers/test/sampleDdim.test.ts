import { type BetaRange, noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import { type DdimOptions, type Denoiser, sampleDdim, seededNoise } from "../src/index.ts";
import { absoluteSum, dummyModel, dummySample } from "./references/huggingFaceTest.ts";
import { gaussianDenoiser } from "./targets/gaussianDenoiser.ts";

const schedule = noiseSchedule("linear");

describe("sampleDdim", () => {
  it.each<[string, number, number, Partial<DdimOptions>, BetaRange]>([
    ["epsilon", 172.0067, 0.223967, {}, {}],
    ["v_prediction", 52.5302, 0.0684, { predictionType: "v_prediction" }, {}],
    ["set_alpha_to_one", 149.8295, 0.1951, {}, { betaStart: 0.01, betaEnd: 0.02 }],
  ])("gives the constants of Hugging Face's test in ten steps: %s", async (_, sum, mean, options, range) => {
    const result = await absoluteSum(
      sampleDdim(dummyModel, dummySample(), {
        schedule: noiseSchedule("linear", 1000, range),
        predictionType: "epsilon",
        timesteps: spacedTimesteps("leading", 1000, 10),
        noiseFromClipped: false,
        ...options,
      }),
    );
    expect(result.sum).toBeCloseTo(sum, 2);
    expect(result.mean).toBeCloseTo(mean, 3);
  });

  it.each([
    [420, 400, 0.14771],
    [980, 960, 0.3246],
  ])("with eta 1 adds noise of Hugging Face's variance from %i to %i: %f", async (t, tNext, variance) => {
    // With x and the prediction zero, only the noise is left: ones.
    const zeros: Denoiser = async (xt) => new Float32Array(xt.length);
    const noise = {
      initial: () => Float32Array.of(0),
      step: () => Float32Array.of(1),
    };
    const states: number[] = [];
    await sampleDdim(zeros, noise, {
      schedule,
      predictionType: "epsilon",
      timesteps: [t, tNext],
      eta: 1,
      onProgress: ({ xt }) => void states.push(...xt),
    });
    expect(Math.abs(states[0]! ** 2 - variance)).toBeLessThan(1e-5);
  });

  it("without noise follows the flow that takes x_T to x_0 = mean + deviation z, the closer the more steps", async () => {
    const pixel = { mean: 0.2, deviation: 0.3 };
    const noise = seededNoise(0, [0], [16, 16, 1]);
    const initial = noise.initial();
    const errors: number[] = [];
    for (const count of [25, 50, 100]) {
      const samples = await sampleDdim(gaussianDenoiser(schedule, "epsilon", [pixel]), noise, {
        schedule,
        predictionType: "epsilon",
        timesteps: spacedTimesteps("trailing", 1000, count),
        clipSample: false,
      });
      // x_T is normal with mean sqrt(a) m and variance a s² + 1 - a: z is what it has of that.
      const a = schedule.alphasCumprod[999]!;
      const spread = Math.sqrt(a * pixel.deviation ** 2 + 1 - a);
      errors.push(
        Math.max(
          ...samples.map((x, i) => {
            const z = (initial[i]! - Math.sqrt(a) * pixel.mean) / spread;
            return Math.abs(x - (pixel.mean + pixel.deviation * z));
          }),
        ),
      );
    }
    // A method of first order: half the step, half the error.
    expect(errors[0]! / errors[1]!).toBeGreaterThan(1.6);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(1.6);
    expect(errors[2]).toBeLessThan(0.04);
  });

  it("derives the noise from the clipped image unless told not to", async () => {
    const [a, aNext] = [schedule.alphasCumprod[500]!, schedule.alphasCumprod[300]!];
    const constant = (value: number) => () => Float32Array.of(value);
    const afterOneStep = async (options: Partial<DdimOptions>) => {
      const states: number[] = [];
      await sampleDdim(
        async () => Float32Array.of(3),
        { initial: constant(0.7), step: constant(0) },
        {
          schedule,
          predictionType: "sample",
          timesteps: [500, 300],
          onProgress: ({ xt }) => void states.push(...xt),
          ...options,
        },
      );
      return states[0]!;
    };
    // x' = sqrt(a') 1 + sqrt(1 - a') noise, of x_0 = 1 (clipped) or 3.
    const expected = (xStart: number) =>
      Math.sqrt(aNext) + (Math.sqrt(1 - aNext) * (0.7 - Math.sqrt(a) * xStart)) / Math.sqrt(1 - a);
    expect(await afterOneStep({})).toBeCloseTo(expected(1), 6);
    expect(await afterOneStep({ noiseFromClipped: false })).toBeCloseTo(expected(3), 6);
  });

  it("needs no noise where x_t has none", async () => {
    const clean = { ...schedule, alphasCumprod: Float64Array.of(1) };
    for (const noiseFromClipped of [true, false]) {
      const samples = await sampleDdim(
        async () => Float32Array.of(0.5, -0.25),
        { initial: () => Float32Array.of(0.5, -0.25), step: () => Float32Array.of(Number.NaN, Number.NaN) },
        { schedule: clean, predictionType: "sample", timesteps: [0], noiseFromClipped },
      );
      expect(samples).toEqual(Float32Array.of(0.5, -0.25));
    }
  });

  it("rejects eta outside 0…1", async () => {
    for (const eta of [-0.1, 1.1, Number.NaN]) {
      await expect(
        sampleDdim(dummyModel, dummySample(), {
          schedule,
          predictionType: "epsilon",
          timesteps: [0],
          eta,
        }),
      ).rejects.toThrow(`sampleDdim: eta must be in 0…1, got ${eta}.`);
    }
  });
});
