import { describe, expect, it } from "vitest";
import { type SamplerOptions, sampleDdim, sampleDdpm, sampleDpmpp2m } from "../src/index.ts";
import {
  goldenDenoiser,
  goldenNoise,
  goldenOptions,
  readTrajectory,
  type Trajectory,
  trajectoryNames,
} from "./references/golden.ts";

function sample(golden: Trajectory, options: SamplerOptions): Promise<Float32Array> {
  const noise = goldenNoise(golden);
  const { eta = 0, use_clipped_model_output: noiseFromClipped = false } = golden.step_kwargs;
  switch (golden.scheduler) {
    case "DDPMScheduler":
      return sampleDdpm(goldenDenoiser, noise, {
        ...options,
        varianceType: golden.config.variance_type ?? "fixed_small",
      });
    case "DDIMScheduler":
      return sampleDdim(goldenDenoiser, noise, { ...options, eta, noiseFromClipped });
    case "DPMSolverMultistepScheduler":
      return sampleDpmpp2m(goldenDenoiser, noise, options);
  }
}

/** The trajectory's states and predicted images, one of each a step. */
async function trace(golden: Trajectory): Promise<{ xt: Float32Array; predXStart: Float32Array }[]> {
  const states: { xt: Float32Array; predXStart: Float32Array }[] = [];
  await sample(golden, {
    ...goldenOptions(golden),
    onProgress({ xt, predXStart }) {
      states.push({ xt, predXStart });
    },
  });
  return states;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i]!)), 0);
}

describe("Hugging Face's trajectories", () => {
  it("are there for each of the samplers", () => {
    for (const prefix of ["ddpm", "ddim", "dpmpp"]) {
      expect(trajectoryNames.filter((name) => name.startsWith(prefix)).length).toBeGreaterThan(6);
    }
  });

  // With fixed_large and trailing spacing, Hugging Face adds noise after the last step; see below.
  it.each(trajectoryNames.filter((name) => name !== "ddpm_trailing_fixed_large"))(
    "%s: every state and predicted image to 2e-5 of the largest value",
    async (name) => {
      const golden = readTrajectory(name);
      const states = await trace(golden);
      const tolerance = 2e-5 * golden.max_abs;
      expect(states.length).toBe(golden.steps.length);
      golden.steps.forEach(({ prev_sample, pred_original_sample }, index) => {
        const { xt, predXStart } = states[index]!;
        if (prev_sample) expect(largestDifference(prev_sample, xt), `step ${index}`).toBeLessThan(tolerance);
        if (pred_original_sample) {
          expect(largestDifference(pred_original_sample, predXStart), `x_0 of step ${index}`).toBeLessThan(
            tolerance,
          );
        }
      });
    },
  );

  it("ddpm_trailing_fixed_large: the same, without the noise that Hugging Face adds to the finished images", async () => {
    const golden = readTrajectory("ddpm_trailing_fixed_large");
    const states = await trace(golden);
    const tolerance = 2e-5 * golden.max_abs;
    const { schedule } = goldenOptions(golden);
    const last = golden.steps.length - 1;
    golden.steps.forEach(({ prev_sample, noise }, index) => {
      // beta of a process whose last timestep is 99: 1 - alphasCumprod[99].
      const deviation = index === last ? schedule.sqrtOneMinusAlphasCumprod[99]! : 0;
      const expected = prev_sample!.map((x, i) => x - deviation * noise![i]!);
      expect(largestDifference(expected, states[index]!.xt), `step ${index}`).toBeLessThan(tolerance);
    });
  });
});
