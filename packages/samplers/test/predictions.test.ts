import { type PredictionType, predictNoise, predictXStart } from "@cellgen/diffusion";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, it } from "vitest";
import { predictions } from "../src/predictions.ts";

const schedule = noiseSchedule("scaled_linear");
const outputs = [-1.5, -0.25, 0, 0.5, 2];
const noisy = [0.75, -2, 1.25, 0, -0.5];

describe.each(Object.keys(predictions) as PredictionType[])("predictions of %s", (predictionType) => {
  it.each([0, 400, 999])("at timestep %i are those of @cellgen/diffusion", (t) => {
    const a = schedule.sqrtAlphasCumprod[t]!;
    const s = schedule.sqrtOneMinusAlphasCumprod[t]!;
    const timestep = tf.tensor1d([t], "int32");
    const tensors = [tf.tensor2d([outputs]), tf.tensor2d([noisy])] as const;
    for (const [name, tensorForm] of [
      ["xStart", predictXStart],
      ["noise", predictNoise],
    ] as const) {
      const expected = tensorForm(schedule, predictionType, ...tensors, timestep).dataSync();
      outputs.forEach((output, i) => {
        const value = predictions[predictionType][name](output, noisy[i]!, a, s);
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
      });
    }
  });
});
