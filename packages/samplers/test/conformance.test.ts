import type { PredictionType } from "@cellgen/diffusion/coefficients";
import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import {
  type Denoiser,
  dpmppTimesteps,
  type SamplerNoise,
  type SamplerOptions,
  type SamplerProgress,
  seededNoise,
} from "../src/index.ts";
import { samplers } from "./samplers.ts";
import { gaussianDenoiser } from "./targets/gaussianDenoiser.ts";
import { smooth } from "./targets/smoothDenoiser.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");
const quick: SamplerOptions = {
  schedule,
  predictionType: "epsilon",
  timesteps: spacedTimesteps("trailing", 1000, 4),
};
const few = (indices: readonly number[], seed = 1) => seededNoise(seed, indices, [4, 4, 3]);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** The average and the standard deviation of values. */
function momentsOf(values: ArrayLike<number>): { average: number; spread: number } {
  const all = Array.from(values);
  const average = all.reduce((sum, x) => sum + x, 0) / all.length;
  return { average, spread: Math.sqrt(all.reduce((sum, x) => sum + (x - average) ** 2, 0) / all.length) };
}

describe.each(Object.entries(samplers))("%s", (name, sample) => {
  describe("with the exact denoiser of independent normals", () => {
    const halves = [
      { name: "left", mean: 0.2, deviation: 0.15 },
      { name: "right", mean: -0.4, deviation: 0.05 },
    ];
    const halfOf = (i: number) => halves[i % 16 < 8 ? 0 : 1]!;
    const pixels = upTo(256).map(halfOf);
    // Methods of first order need short steps.
    const timesteps = dpmppTimesteps(schedule, name === "sampleDpmpp2m" ? 25 : 150);

    it.each<PredictionType>(["epsilon", "sample", "v_prediction"])(
      "gives their means, variances and no correlation, predicting %s",
      async (predictionType) => {
        const denoiser = gaussianDenoiser(schedule, predictionType, pixels);
        const noise = seededNoise(3, upTo(8), [16, 16, 1]);
        const samples = await sample(denoiser, noise, { schedule, predictionType, timesteps });
        for (const half of halves) {
          const z = [...samples]
            .filter((_, i) => halfOf(i) === half)
            .map((x) => (x - half.mean) / half.deviation);
          const n = z.length;
          const { average, spread } = momentsOf(z);
          const correlation = z.slice(1).reduce((sum, x, i) => sum + x * z[i]!, 0) / n;
          // Of n = 1024 normals: three standard errors, of 1/sqrt(n) = 0.031 and 1/sqrt(2n) = 0.022, and 0.04 for the steps' own error (5 % in 100 steps, 2.5 % in 200).
          expect(Math.abs(average), half.name).toBeLessThan(3 / Math.sqrt(n));
          expect(Math.abs(spread - 1), half.name).toBeLessThan(3 / Math.sqrt(2 * n) + 0.04);
          expect(Math.abs(correlation), half.name).toBeLessThan(3 / Math.sqrt(n));
        }
      },
    );
  });

  it("gives an image bit for bit the same alone and in any batch", async () => {
    const batch = await sample(smooth, few([3, 7, 1]), quick);
    for (const [place, index] of [3, 7, 1].entries()) {
      const alone = await sample(smooth, few([index]), quick);
      expect(batch.subarray(place * 48, (place + 1) * 48)).toEqual(alone);
    }
  });

  it("gives the same images for the same seed, and others for other seeds and numbers", async () => {
    const first = await sample(smooth, few([0]), quick);
    expect(await sample(smooth, few([0]), quick)).toEqual(first);
    const seed2 = await sample(smooth, few([0], 2), quick);
    const image1 = await sample(smooth, few([1]), quick);
    for (const other of [seed2, image1]) {
      expect(Math.max(...other.map((x, i) => Math.abs(x - first[i]!)))).toBeGreaterThan(0.1);
    }
  });

  it("calls the denoiser once a timestep, and reports each step, waiting for the promise", async () => {
    const asked: number[] = [];
    const reported: Omit<SamplerProgress, "xt" | "predXStart">[] = [];
    const states: Float32Array[] = [];
    const predicted: Float32Array[] = [];
    const denoiser: Denoiser = (xt, t) => {
      asked.push(t);
      return smooth(xt, t);
    };
    const result = await sample(denoiser, few([0]), {
      ...quick,
      async onProgress({ xt, predXStart, ...rest }) {
        reported.push(rest);
        await new Promise((resolve) => setTimeout(resolve, 1));
        states.push(xt);
        predicted.push(predXStart);
      },
    });
    expect(asked).toEqual([999, 749, 499, 249]);
    expect(reported).toEqual(
      asked.map((t, i) => ({ step: i + 1, steps: 4, t, tNext: asked[i + 1] ?? null })),
    );
    expect(reported.map(({ tNext }) => tNext)).toEqual([749, 499, 249, null]);
    expect(states.at(-1)).toEqual(result);
    // No noise after the last step: the samples are the clean images predicted in it.
    expect(predicted.at(-1)).toEqual(result);
    expect(states[0]).not.toEqual(states[1]);
  });

  it("leaves the noise that it is given, and what it has reported, as they were", async () => {
    const noise = few([0]);
    const initial = noise.initial();
    const reported: Float32Array[] = [];
    const copies: Float32Array[] = [];
    await sample(
      smooth,
      { ...noise, initial: () => initial },
      {
        ...quick,
        onProgress({ xt, predXStart }) {
          reported.push(xt, predXStart);
          copies.push(xt.slice(), predXStart.slice());
        },
      },
    );
    expect(initial).toEqual(noise.initial());
    expect(reported).toEqual(copies);
  });

  it("clips the predicted images to [-1, 1] unless told otherwise", async () => {
    const loud: Denoiser = async (xt) => xt.map((x) => 3 * Math.sign(x));
    const options = { ...quick, predictionType: "sample" } as const;
    const largest = async (result: Promise<Float32Array>) => Math.max(...(await result).map(Math.abs));
    expect(await largest(sample(loud, few([0]), options))).toBe(1);
    expect(await largest(sample(loud, few([0]), { ...options, clipSample: false }))).toBe(3);
  });

  it("stops at endTimestep with the noise that its images have there", async () => {
    const denoiser = gaussianDenoiser(schedule, "epsilon", [{ mean: 0.2, deviation: 0.3 }]);
    const noise = seededNoise(2, [0, 1, 2, 3], [16, 16, 1]);
    const endTimestep = 400;
    const timesteps = dpmppTimesteps(schedule, 200).filter((t) => t > endTimestep);
    const tNexts: (number | null)[] = [];
    const xt = await sample(denoiser, noise, {
      ...quick,
      timesteps,
      clipSample: false,
      endTimestep,
      onProgress: ({ tNext }) => void tNexts.push(tNext),
    });
    expect(tNexts.slice(-2)).toEqual([timesteps.at(-1), endTimestep]);
    const a = schedule.alphasCumprod[endTimestep]!;
    const { average, spread } = momentsOf(
      xt.map((x) => (x - Math.sqrt(a) * 0.2) / Math.sqrt(a * 0.3 ** 2 + 1 - a)),
    );
    // Of n = 1024 normals: three standard errors, and 0.04 for the steps' own error.
    expect(Math.abs(average)).toBeLessThan(3 / 32);
    expect(Math.abs(spread - 1)).toBeLessThan(3 / 45 + 0.04);
  });

  it("rejects an endTimestep that is broken, negative, or not below the last timestep", async () => {
    for (const endTimestep of [249, 300, -1, 0.5, Number.NaN]) {
      await expect(sample(smooth, few([0]), { ...quick, endTimestep })).rejects.toThrow(
        `endTimestep must be a non-negative integer below the last timestep, 249, got ${endTimestep}.`,
      );
    }
  });

  it("ends with the signal's reason before the first step, after the denoiser's call or after a step", async () => {
    const reason = new Error("enough");
    for (const { abortAt, events } of [
      { abortAt: "start", events: ["start"] },
      { abortAt: "denoise 749", events: ["start", "denoise 999", "report 999", "denoise 749"] },
      { abortAt: "report 749", events: ["start", "denoise 999", "report 999", "denoise 749", "report 749"] },
    ]) {
      const happened: string[] = [];
      const controller = new AbortController();
      const happen = (event: string) => {
        happened.push(event);
        if (event === abortAt) controller.abort(reason);
      };
      happen("start");
      const denoiser: Denoiser = (xt, t) => {
        happen(`denoise ${t}`);
        return smooth(xt, t);
      };
      const onProgress = ({ t }: SamplerProgress) => happen(`report ${t}`);
      const options = { ...quick, onProgress, signal: controller.signal };
      await expect(sample(denoiser, few([0]), options)).rejects.toBe(reason);
      expect(happened).toEqual(events);
    }
  });

  it("passes on errors of the denoiser, the noise and the progress", async () => {
    const boom = new Error("boom");
    const fail = () => {
      throw boom;
    };
    for (const run of [
      () => sample((xt, t) => (t < 700 ? fail() : smooth(xt, t)), few([0]), quick),
      () => sample(async (xt, t) => (t < 700 ? fail() : smooth(xt, t)), few([0]), quick),
      () => sample(smooth, { ...few([0]), initial: fail }, quick),
      () => sample(smooth, few([0]), { ...quick, onProgress: fail }),
    ]) {
      await expect(run()).rejects.toBe(boom);
    }
  });

  it("rejects a denoiser's output of another length", async () => {
    const wrong: Denoiser = async (xt) => xt.subarray(16);
    await expect(sample(wrong, few([0]), quick)).rejects.toThrow(
      "denoiser's output must have the length of the images, 48, got 32.",
    );
  });

  it("rejects timesteps that are none, ascending, repeated, broken or out of range", async () => {
    const run = (timesteps: ArrayLike<number>) => sample(smooth, few([0]), { ...quick, timesteps });
    await expect(run([])).rejects.toThrow("timesteps must not be empty.");
    await expect(run([0, 500])).rejects.toThrow("timesteps must be strictly descending, got 500 after 0.");
    await expect(run([500, 500])).rejects.toThrow(RangeError);
    await expect(run([1000, 0])).rejects.toThrow("timesteps must be integers in 0…999, got 1000 at index 0.");
    await expect(run([500, -1])).rejects.toThrow(RangeError);
    await expect(run([500, 0.5])).rejects.toThrow(RangeError);
  });

  it("rejects an unknown prediction type", async () => {
    const options = { ...quick, predictionType: "score" as PredictionType };
    await expect(sample(smooth, few([0]), options)).rejects.toThrow("predictionType must be");
  });
});

it.each(["sampleDdpm, fixed_small", "sampleDdim, eta 1"] as const)(
  "%s asks for noise in all steps but the last, and rejects it in another length",
  async (name) => {
    const asked: number[] = [];
    const noise: SamplerNoise = {
      initial: few([0]).initial,
      step(index) {
        asked.push(index);
        return few([0]).step(index);
      },
    };
    await samplers[name](smooth, noise, quick);
    expect(asked).toEqual([0, 1, 2]);
    const wrong = samplers[name](smooth, { ...noise, step: () => new Float32Array(16) }, quick);
    await expect(wrong).rejects.toThrow(
      "noise.step's result must have the length of the images, 48, got 16.",
    );
  },
);

it.each(Object.entries(samplers).filter(([name]) => name !== "sampleDpmpp2m"))(
  "%s, which is of first order, gives the same in two parts as in one, bit for bit",
  async (_, sample) => {
    const noise = few([0, 1]);
    const options = { ...quick, timesteps: [900, 700, 500, 300, 100] };
    const whole = await sample(smooth, noise, options);
    const first = await sample(smooth, noise, { ...options, timesteps: [900, 700, 500], endTimestep: 300 });
    const rest: SamplerNoise = { initial: () => first, step: (index) => noise.step(index + 3) };
    expect(await sample(smooth, rest, { ...options, timesteps: [300, 100] })).toEqual(whole);
  },
);

it("sampleDpmpp2m, which is of second order, takes the step to endTimestep as it takes it within a list", async () => {
  const timesteps = dpmppTimesteps(schedule, 12);
  let within: Float32Array | undefined;
  await samplers.sampleDpmpp2m(smooth, few([0]), {
    ...quick,
    timesteps,
    onProgress: ({ step, xt }) => {
      if (step === 6) within = xt;
    },
  });
  const options = { ...quick, timesteps: timesteps.slice(0, 6), endTimestep: timesteps[6]! };
  expect(await samplers.sampleDpmpp2m(smooth, few([0]), options)).toEqual(within);
});
