import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { qSample } from "../src/index.ts";
import { expectNoLeak, largestDifference, normalImages, timesteps } from "./batches.ts";
import { noising, scheduleOf } from "./golden.ts";

const shape: [number, number, number, number] = [2, 4, 4, 1];

describe("qSample", () => {
  it("weighs each image and its noise with its own timestep", () => {
    // betas 0.5, 0.2: alphasCumprod 0.5, 0.4. sqrt(0.5)*1 + sqrt(0.5)*2 and sqrt(0.4)*1 + sqrt(0.6)*2.
    const xt = qSample(noiseSchedule([0.5, 0.2]), tf.ones([2, 1]), timesteps(0, 1), tf.fill([2, 1], 2));
    const [first, second] = xt.dataSync();
    expect(first).toBeCloseTo(3 * Math.SQRT1_2, 6);
    expect(second).toBeCloseTo(Math.sqrt(0.4) + 2 * Math.sqrt(0.6), 6);
  });

  it("gives what diffusers' add_noise gives", () => {
    const xStart = tf.tensor4d([...noising.original_samples], noising.shape);
    const noise = tf.tensor4d([...noising.noise], noising.shape);
    expect(noising.add_noise.length).toBe(6);
    for (const { config, timesteps: t, add_noise } of noising.add_noise) {
      const xt = qSample(scheduleOf(config), xStart, timesteps(...t), noise);
      expect(largestDifference(xt, tf.tensor4d([...add_noise], noising.shape))).toBeLessThan(1e-5);
    }
  });

  it("at the last timestep is almost pure noise, at the first almost the image", () => {
    const xStart = normalImages(shape, 1);
    const noise = normalImages(shape, 2);
    const schedule = noiseSchedule("squaredcos_cap_v2");
    // sqrt(alphasCumprod[999]) = 4.9e-5, sqrt(1 - alphasCumprod[0]) = 6.4e-3; no normal here is beyond 4.
    expect(largestDifference(qSample(schedule, xStart, timesteps(999, 999), noise), noise)).toBeLessThan(
      4 * 5e-5,
    );
    expect(largestDifference(qSample(schedule, xStart, timesteps(0, 0), noise), xStart)).toBeLessThan(
      4 * 6.5e-3,
    );
  });

  it("rejects noise and timesteps that tfjs would broadcast, and other types", () => {
    const schedule = noiseSchedule("linear");
    const xStart = tf.zeros<tf.Rank.R4>(shape);
    const t = timesteps(0, 0);
    expect(() => qSample(schedule, xStart, t, tf.zeros<tf.Rank.R4>([2, 1, 1, 1]))).toThrow(
      new RangeError("qSample: noise must have shape [2,4,4,1], got [2,1,1,1]."),
    );
    expect(() => qSample(schedule, xStart, timesteps(0), xStart)).toThrow(
      new RangeError("qSample: t must have shape [2], got [1]."),
    );
    expect(() => qSample(schedule, xStart, tf.tensor1d([0, 0]), xStart)).toThrow(
      new TypeError('qSample: t must be int32, got float32. Create it with tf.tensor1d(t, "int32").'),
    );
    expect(() => qSample(schedule, tf.zeros(shape, "int32"), t, xStart)).toThrow(
      new TypeError("qSample: xStart must be float32, got int32. Convert it with tf.cast."),
    );
    expect(() => qSample<tf.Tensor>(schedule, tf.scalar(1), t, tf.scalar(1))).toThrow(
      new RangeError("qSample: xStart must have shape [batch, …], got []."),
    );
  });

  it("leaks nothing", () => {
    const inputs = [normalImages(shape, 1), normalImages(shape, 2)] as const;
    const t = timesteps(3, 4);
    const schedule = noiseSchedule("linear");
    expectNoLeak(() => [qSample(schedule, inputs[0], t, inputs[1])], [...inputs, t]);
  });
});
