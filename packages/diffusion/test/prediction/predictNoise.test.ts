import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { predictionTarget, predictNoise, predictXStart, qSample } from "../../src/index.ts";
import { expectNoLeak, largestDifference, normalImages, timesteps } from "../batches.ts";

const schedule = noiseSchedule("linear");
const shape = [3, 4, 4, 2];
const predictionTypes = ["epsilon", "sample", "v_prediction"] as const;

describe("predictNoise", () => {
  it("finds the noise in the exact output of every type", () => {
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(0, 400, 999);
    const xt = qSample(schedule, xStart, t, noise);
    for (const predictionType of predictionTypes) {
      const output = predictionTarget(schedule, predictionType, xStart, noise, t);
      const predNoise = predictNoise(schedule, predictionType, output, xt, t);
      // sample divides float32's rounding (4 * 2^-24) by sqrt(betas[0]) = 0.01: at most 1e-4.
      const tolerance = predictionType === "sample" ? 1e-4 : 2e-6;
      expect(largestDifference(predNoise, noise), predictionType).toBeLessThan(tolerance);
    }
  });

  it("with predictXStart splits x_t, whatever the output", () => {
    const [output, xt] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(100, 400, 700);
    for (const predictionType of predictionTypes) {
      const predNoise = predictNoise(schedule, predictionType, output, xt, t);
      const predXStart = predictXStart(schedule, predictionType, output, xt, t);
      expect(largestDifference(qSample(schedule, predXStart, t, predNoise), xt)).toBeLessThan(5e-6);
    }
  });
  it("returns a tensor of its own when the output is the answer", () => {
    const [output, xt] = [normalImages(shape, 1), normalImages(shape, 2)];
    tf.dispose(predictNoise(schedule, "epsilon", output, xt, timesteps(1, 2, 3)));
    expect(output.isDisposed).toBe(false);
  });

  it("rejects unknown types and shapes that do not fit", () => {
    const xt = normalImages(shape, 1);
    const t = timesteps(1, 2, 3);
    // @ts-expect-error no such type
    expect(() => predictNoise(schedule, "velocity", xt, xt, t)).toThrow(
      new RangeError("predictNoise: predictionType must be epsilon, sample or v_prediction, got velocity."),
    );
    expect(() => predictNoise(schedule, "sample", normalImages([3, 4, 4, 1], 2), xt, t)).toThrow(
      new RangeError("predictNoise: output must have shape [3,4,4,2], got [3,4,4,1]."),
    );
    expect(() => predictNoise(schedule, "sample", xt, xt, tf.tensor1d([1, 2, 3]))).toThrow(TypeError);
  });

  it("leaks nothing", () => {
    const [output, xt] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(1, 2, 3);
    for (const predictionType of predictionTypes) {
      expectNoLeak(() => [predictNoise(schedule, predictionType, output, xt, t)], [output, xt, t]);
    }
  });
});
