import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { qPosterior } from "../src/index.ts";
import { expectNoLeak, normalImages, timesteps } from "./batches.ts";
import { training } from "./golden.ts";

function expectClose(got: ArrayLike<number>, want: readonly number[]): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    expect(Math.abs(got[i]! - want[i]!), `value ${i}: ${got[i]}, not ${want[i]}`).toBeLessThanOrEqual(
      2e-7 * Math.abs(want[i]!),
    );
  }
}

describe("qPosterior", () => {
  const golden = training.posterior_float64;

  it("has the float64 coefficients, variances and logarithms, rounded to float32", () => {
    const schedule = noiseSchedule("linear");
    const t = timesteps(...golden.t);
    const size = [golden.t.length, 1];
    const ofXStart = qPosterior(schedule, tf.ones(size), tf.zeros(size), t);
    const ofXt = qPosterior(schedule, tf.zeros(size), tf.ones(size), t);
    expectClose(ofXStart.mean.dataSync(), golden.mean_coef_x0);
    expectClose(ofXt.mean.dataSync(), golden.mean_coef_xt);
    expectClose(ofXt.variance.dataSync(), golden.posterior_variance);
    expectClose(ofXt.logVariance.dataSync(), golden.posterior_log_variance_clipped);
  });

  it("at t = 0 is the clean image without variance, its logarithm that of t = 1", () => {
    const schedule = noiseSchedule("squaredcos_cap_v2");
    const [xStart, xt] = [normalImages([2, 3, 3, 1], 1), normalImages([2, 3, 3, 1], 2)];
    const { mean, variance, logVariance } = qPosterior(schedule, xStart, xt, timesteps(0, 1));
    expect(mean.dataSync().subarray(0, 9)).toEqual(xStart.dataSync().subarray(0, 9));
    expect(variance.shape).toEqual([2, 1, 1, 1]);
    expect(variance.dataSync()[0]).toBe(0);
    const [first, second] = logVariance.dataSync();
    expect(first).toBe(second);
    expect(second).toBeCloseTo(Math.log(variance.dataSync()[1]!), 5);
  });

  it("rejects shapes that do not fit", () => {
    const schedule = noiseSchedule("linear");
    const xStart = tf.zeros<tf.Rank.R4>([2, 4, 4, 1]);
    expect(() => qPosterior(schedule, xStart, tf.zeros<tf.Rank.R4>([2, 4, 4, 3]), timesteps(0, 0))).toThrow(
      new RangeError("qPosterior: xt must have shape [2,4,4,1], got [2,4,4,3]."),
    );
    expect(() => qPosterior(schedule, xStart, xStart, tf.tensor1d([0, 0]))).toThrow(TypeError);
  });

  it("leaks nothing", () => {
    const [xStart, xt] = [normalImages([2, 3, 3, 1], 1), normalImages([2, 3, 3, 1], 2)];
    const t = timesteps(3, 4);
    const schedule = noiseSchedule("linear");
    expectNoLeak(() => {
      const { mean, variance, logVariance } = qPosterior(schedule, xStart, xt, t);
      return [mean, variance, logVariance];
    }, [xStart, xt, t]);
  });
});
