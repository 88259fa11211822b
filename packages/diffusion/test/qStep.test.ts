import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { qSample, qStep } from "../src/index.ts";
import { expectNoLeak, largestDifference, mean, normalImages, timesteps, variance } from "./batches.ts";

describe("qStep", () => {
  it("shrinks the image and adds noise, each image with its own timestep", () => {
    // betas 0.5, 0.2: sqrt(0.5)*1 + sqrt(0.5)*2 and sqrt(0.8)*1 + sqrt(0.2)*2.
    const xt = qStep(noiseSchedule([0.5, 0.2]), tf.ones([2, 1]), timesteps(0, 1), tf.fill([2, 1], 2));
    const [first, second] = xt.dataSync();
    expect(first).toBeCloseTo(3 * Math.SQRT1_2, 6);
    expect(second).toBeCloseTo(Math.sqrt(0.8) + 2 * Math.sqrt(0.2), 6);
  });

  it("from the clean image is qSample's first timestep", () => {
    const schedule = noiseSchedule("linear");
    const [xStart, noise] = [normalImages([2, 3, 3, 1], 1), normalImages([2, 3, 3, 1], 2)];
    const t = timesteps(0, 0);
    const difference = largestDifference(
      qStep(schedule, xStart, t, noise),
      qSample(schedule, xStart, t, noise),
    );
    expect(difference).toBeLessThan(1e-6);
  });

  it("repeated has the moments of qSample", () => {
    const schedule = noiseSchedule("linear", 50);
    const shape = [1, 100, 100, 1];
    let xt: tf.Tensor4D = tf.fill<tf.Rank.R4>([1, 100, 100, 1], 0.7);
    for (let step = 0; step <= 25; step++) {
      xt = qStep(schedule, xt, timesteps(step), normalImages(shape, 100 + step));
      if (step % 5 !== 0) continue;
      // Of 10,000 pixels, five standard errors: 5 * sigma / 100 of the mean, 5 * sqrt(2) / 100 of the variance.
      const sigma = schedule.sqrtOneMinusAlphasCumprod[step]!;
      expect(Math.abs(mean(xt) - 0.7 * schedule.sqrtAlphasCumprod[step]!)).toBeLessThan(0.05 * sigma);
      expect(Math.abs(variance(xt) / sigma ** 2 - 1)).toBeLessThan(0.0708);
    }
  });

  it("rejects shapes that do not fit", () => {
    const schedule = noiseSchedule("linear");
    const xPrev = tf.zeros<tf.Rank.R4>([2, 4, 4, 1]);
    expect(() => qStep(schedule, xPrev, timesteps(0, 0), tf.zeros<tf.Rank.R4>([1, 4, 4, 1]))).toThrow(
      new RangeError("qStep: noise must have shape [2,4,4,1], got [1,4,4,1]."),
    );
    expect(() => qStep(schedule, xPrev, tf.tensor1d([0, 0], "bool"), xPrev)).toThrow(TypeError);
  });

  it("leaks nothing", () => {
    const [xPrev, noise] = [normalImages([2, 3, 3, 1], 1), normalImages([2, 3, 3, 1], 2)];
    const t = timesteps(3, 4);
    const schedule = noiseSchedule("linear");
    expectNoLeak(() => [qStep(schedule, xPrev, t, noise)], [xPrev, t, noise]);
  });
});
