import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { velocity } from "../../src/index.ts";
import { expectNoLeak, largestDifference, normalImages, timesteps } from "../batches.ts";
import { noising, scheduleOf } from "../golden.ts";

describe("velocity", () => {
  it("is signal times noise minus sigma times image", () => {
    // alphasCumprod 0.5, 0.4: sqrt(0.5)*2 - sqrt(0.5)*1 and sqrt(0.4)*2 - sqrt(0.6)*1.
    const v = velocity(noiseSchedule([0.5, 0.2]), tf.ones([2, 1]), tf.fill([2, 1], 2), timesteps(0, 1));
    const [first, second] = v.dataSync();
    expect(first).toBeCloseTo(Math.SQRT1_2, 6);
    expect(second).toBeCloseTo(2 * Math.sqrt(0.4) - Math.sqrt(0.6), 6);
  });

  it("gives what diffusers' get_velocity gives", () => {
    const xStart = tf.tensor4d([...noising.original_samples], noising.shape);
    const noise = tf.tensor4d([...noising.noise], noising.shape);
    for (const { config, timesteps: t, get_velocity } of noising.add_noise) {
      const v = velocity(scheduleOf(config), xStart, noise, timesteps(...t));
      expect(largestDifference(v, tf.tensor4d([...get_velocity], noising.shape))).toBeLessThan(1e-5);
    }
  });

  it("rejects shapes that do not fit", () => {
    const schedule = noiseSchedule("linear");
    const xStart = tf.zeros<tf.Rank.R4>([2, 4, 4, 1]);
    expect(() => velocity(schedule, xStart, tf.zeros<tf.Rank.R4>([2, 4, 1, 1]), timesteps(0, 0))).toThrow(
      new RangeError("velocity: noise must have shape [2,4,4,1], got [2,4,1,1]."),
    );
    expect(() => velocity(schedule, xStart, xStart, tf.tensor1d([0, 0]))).toThrow(TypeError);
  });

  it("leaks nothing", () => {
    const [xStart, noise] = [normalImages([2, 3, 3, 1], 1), normalImages([2, 3, 3, 1], 2)];
    const t = timesteps(3, 4);
    const schedule = noiseSchedule("linear");
    expectNoLeak(() => [velocity(schedule, xStart, noise, t)], [xStart, noise, t]);
  });
});
