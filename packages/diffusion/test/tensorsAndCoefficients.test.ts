import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  noiseCoefficients,
  predict,
  predictionTypes,
  xStartCoefficients,
} from "../src/coefficients/index.ts";
import { predictNoise, predictXStart } from "../src/index.ts";

const schedule = noiseSchedule("scaled_linear");
const outputs = [-1.5, -0.25, 0, 0.5, 2];
const noisy = [0.75, -2, 1.25, 0, -0.5];

describe.each(predictionTypes)("the predictions of %s", (predictionType) => {
  it.each([0, 400, 999])("at timestep %i are the same of tensors and of numbers", (t) => {
    const timestep = tf.tensor1d([t], "int32");
    const tensors = [tf.tensor2d([outputs]), tf.tensor2d([noisy])] as const;
    for (const [coefficients, ofTensors] of [
      [xStartCoefficients, predictXStart],
      [noiseCoefficients, predictNoise],
    ] as const) {
      const expected = ofTensors(schedule, predictionType, ...tensors, timestep).dataSync();
      const ofNumbers = coefficients(predictionType, schedule.alphasCumprod[t]!);
      outputs.forEach((output, i) => {
        const value = predict(ofNumbers, noisy[i]!, output);
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
      });
    }
  });
});
