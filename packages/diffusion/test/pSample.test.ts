import "@tensorflow/tfjs-backend-cpu";
import { type NoiseSchedule, noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { posteriorCoefficients } from "../src/coefficients/index.ts";
import { predictXStart, pSample, qPosterior, qSample } from "../src/index.ts";
import { expectNoLeak, largestDifference, mean, normalImages, timesteps, variance } from "./batches.ts";
import { model, noising, scheduleOf, type Trajectory, trajectory } from "./golden.ts";

const shape = [2, 3, 3, 1];

/** The schedule whose every timestep is one of the trajectory's: betas = 1 - alphasCumprod[t] / alphasCumprod[previous t]. */
function strided({ config, timesteps: visited }: Trajectory): NoiseSchedule {
  const { alphasCumprod } = scheduleOf(config);
  const ascending = [...visited].reverse();
  return noiseSchedule(
    ascending.map((t, i) => 1 - alphasCumprod[t]! / (i === 0 ? 1 : alphasCumprod[ascending[i - 1]!]!)),
  );
}

describe("pSample", () => {
  const names = [
    "ddpm_without_set_timesteps",
    "ddpm_T50_N50",
    "ddpm_default",
    "ddpm_fixed_large",
    "ddpm_cosine",
    "ddpm_noclip",
    "ddpm_sample",
    "ddpm_v",
  ];
  it.each(names)("goes step by step where diffusers goes: %s", (name) => {
    const golden = trajectory(name);
    const { prediction_type = "epsilon", variance_type = "fixed_small", clip_sample = true } = golden.config;
    const options = { varianceType: variance_type, clipSample: clip_sample };
    const schedule = strided(golden);
    const tensor = (values: readonly number[]) => tf.tensor4d([...values], golden.shape);
    let xt = tensor(golden.initial_sample);
    let compared = 0;
    golden.steps.forEach(({ t, noise, prev_sample, pred_original_sample }, i) => {
      const index = timesteps(...new Array<number>(golden.shape[0]).fill(golden.steps.length - 1 - i));
      const output = model(xt, t);
      if (pred_original_sample) {
        const predicted = predictXStart(schedule, prediction_type, output, xt, index);
        const predXStart = clip_sample ? tf.clipByValue(predicted, -1, 1) : predicted;
        expect(largestDifference(predXStart, tensor(pred_original_sample))).toBeLessThan(
          2e-5 * golden.max_abs,
        );
        compared++;
      }
      const stepNoise = noise ? tensor(noise) : tf.onesLike(xt); // none is added where none was drawn
      xt = pSample(schedule, prediction_type, output, xt, index, stepNoise, options);
      if (!prev_sample) return;
      expect(largestDifference(xt, tensor(prev_sample)), `step ${i}`).toBeLessThan(2e-5 * golden.max_abs);
      compared++;
    });
    expect(compared).toBeGreaterThanOrEqual(13);
  });

  it("adds noise of diffusers' variances", () => {
    const schedule = noiseSchedule("linear");
    for (const { variance_type, t, get_variance } of noising.ddpm_get_variance) {
      const size = [t.length, 1];
      const step = (noise: tf.Tensor) =>
        pSample(schedule, "sample", tf.zeros(size), tf.zeros(size), timesteps(...t), noise, {
          varianceType: variance_type,
        });
      const sigmas = step(tf.ones(size)).dataSync();
      expect([...step(tf.zeros(size)).dataSync()]).toEqual([0, 0, 0, 0]);
      sigmas.forEach((sigma, i) => {
        // diffusers takes 1 minus a ratio of float32 products, which is off by up to 2^-23.
        expect(Math.abs(sigma ** 2 - get_variance[i]!)).toBeLessThan(2 ** -23);
      });
    }
  });

  it("at t = 0 is the predicted image, without noise", () => {
    const schedule = noiseSchedule("squaredcos_cap_v2");
    const xt = normalImages(shape, 1);
    const output = tf.clipByValue(normalImages(shape, 2), -1, 1);
    for (const varianceType of ["fixed_small", "fixed_large"] as const) {
      const xPrev = pSample(schedule, "sample", output, xt, timesteps(0, 0), normalImages(shape, 3), {
        varianceType,
      });
      expect(largestDifference(xPrev, output)).toBe(0);
    }
  });

  it("with the true image known has the posterior's moments", () => {
    const schedule = noiseSchedule("linear", 100);
    const size = [1, 100, 100, 1];
    const xStart = tf.fill<tf.Rank.R4>([1, 100, 100, 1], 0.5);
    const t = timesteps(60);
    const xt = qSample(schedule, xStart, t, normalImages(size, 1));
    const xPrev = pSample(schedule, "sample", xStart, xt, t, normalImages(size, 2));
    const posterior = qPosterior(schedule, xStart, xt, t);
    const residual = tf.sub(xPrev, posterior.mean);
    const want = posteriorCoefficients(schedule.alphasCumprod[60]!, schedule.alphasCumprod[59]!).variance;
    // Of 10,000 pixels, five standard errors.
    expect(Math.abs(mean(residual))).toBeLessThan(0.05 * Math.sqrt(want));
    expect(Math.abs(variance(residual) / want - 1)).toBeLessThan(0.0708);
    // And so x_59 has the moments that the forward process gives it.
    expect(Math.abs(mean(xPrev) - 0.5 * schedule.sqrtAlphasCumprod[59]!)).toBeLessThan(0.05);
    expect(Math.abs(variance(xPrev) / (1 - schedule.alphasCumprod[59]!) - 1)).toBeLessThan(0.0708);
  });

  it("clips the predicted image to [-1, 1] unless told not to", () => {
    const schedule = noiseSchedule("linear");
    const [output, xt, noise] = [tf.fill(shape, 3), tf.zeros(shape), tf.zeros(shape)];
    const t = timesteps(500, 500);
    const coefficient = posteriorCoefficients(
      schedule.alphasCumprod[500]!,
      schedule.alphasCumprod[499]!,
    ).xStart;
    const clipped = pSample(schedule, "sample", output, xt, t, noise);
    const whole = pSample(schedule, "sample", output, xt, t, noise, { clipSample: false });
    expect(clipped.dataSync()[0]! / coefficient).toBeCloseTo(1, 6);
    expect(whole.dataSync()[0]! / coefficient).toBeCloseTo(3, 6);
  });

  it("rejects unknown types and shapes that do not fit", () => {
    const schedule = noiseSchedule("linear");
    const xt = normalImages(shape, 1);
    const t = timesteps(5, 6);
    expect(() =>
      // @ts-expect-error no such variance
      pSample(schedule, "epsilon", xt, xt, t, xt, { varianceType: "learned" }),
    ).toThrow(new RangeError("pSample: varianceType must be fixed_small or fixed_large, got learned."));
    // @ts-expect-error no such prediction
    expect(() => pSample(schedule, "eps", xt, xt, t, xt)).toThrow(RangeError);
    expect(() => pSample(schedule, "epsilon", xt, xt, t, normalImages([1, 3, 3, 1], 2))).toThrow(
      new RangeError("pSample: noise must have shape [2,3,3,1], got [1,3,3,1]."),
    );
    expect(() => pSample(schedule, "epsilon", xt, xt, tf.tensor1d([5, 6]), xt)).toThrow(TypeError);
  });

  it("leaks nothing", () => {
    const schedule = noiseSchedule("linear");
    const [output, xt, noise] = [normalImages(shape, 1), normalImages(shape, 2), normalImages(shape, 3)];
    const t = timesteps(5, 6);
    for (const predictionType of ["epsilon", "sample", "v_prediction"] as const) {
      expectNoLeak(
        () => [pSample(schedule, predictionType, output, xt, t, noise, { varianceType: "fixed_large" })],
        [output, xt, t, noise],
      );
    }
  });
});
