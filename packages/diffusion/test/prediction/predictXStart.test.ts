import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { predictionTarget, predictXStart, qSample } from "../../src/index.ts";
import { expectNoLeak, largestDifference, normalImages, timesteps } from "../batches.ts";

const schedule = noiseSchedule("linear");
const shape = [3, 4, 4, 2];
const predictionTypes = ["epsilon", "sample", "v_prediction"] as const;

describe("predictXStart", () => {
  it("finds the image in the exact output of every type", () => {
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(0, 400, 999);
    const xt = qSample(schedule, xStart, t, noise);
    for (const predictionType of predictionTypes) {
      const output = predictionTarget(schedule, predictionType, xStart, noise, t);
      const predXStart = predictXStart(schedule, predictionType, output, xt, t);
      // epsilon divides float32's rounding (4 * 2^-24) by sqrt(alphasCumprod[999]) = 0.00635: at most 1e-4.
      const tolerance = predictionType === "epsilon" ? 1e-4 : 2e-6;
      expect(largestDifference(predXStart, xStart), predictionType).toBeLessThan(tolerance);
    }
  });

  it("of epsilon at the cosine schedule's end divides by 4.9e-5", () => {
    const cosine = noiseSchedule("squaredcos_cap_v2");
    const predXStart = predictXStart(cosine, "epsilon", tf.zeros([1, 1]), tf.ones([1, 1]), timesteps(999));
    // 1 / sqrt(2.428767e-9)
    expect(predXStart.dataSync()[0]! / 20291.1).toBeCloseTo(1, 5);
  });
  it("returns a tensor of its own when the output is the answer", () => {
    const [output, xt] = [normalImages(shape, 1), normalImages(shape, 2)];
    tf.dispose(predictXStart(schedule, "sample", output, xt, timesteps(1, 2, 3)));
    expect(output.isDisposed).toBe(false);
  });

  it("rejects unknown types and shapes that do not fit", () => {
    const xt = normalImages(shape, 1);
    const t = timesteps(1, 2, 3);
    // @ts-expect-error no such type
    expect(() => predictXStart(schedule, "velocity", xt, xt, t)).toThrow(
      new RangeError("predictXStart: predictionType must be epsilon, sample or v_prediction, got velocity."),
    );
    expect(() => predictXStart(schedule, "sample", normalImages([3, 4, 4, 1], 2), xt, t)).toThrow(
      new RangeError("predictXStart: output must have shape [3,4,4,2], got [3,4,4,1]."),
    );
    expect(() => predictXStart(schedule, "sample", xt, xt, tf.tensor1d([1, 2, 3]))).toThrow(TypeError);
  });

  it("leaks nothing", () => {
    const [output, xt] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(1, 2, 3);
    for (const predictionType of predictionTypes) {
      expectNoLeak(() => [predictXStart(schedule, predictionType, output, xt, t)], [output, xt, t]);
    }
  });
});
