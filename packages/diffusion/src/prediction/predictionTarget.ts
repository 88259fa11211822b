import type { NoiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { checkBatch } from "../checkBatch.ts";
import { checkPredictionType, type PredictionType } from "../coefficients/predictionType.ts";
import { velocity } from "./velocity.ts";

/**
 * Compute the training target of the network for `qSample(schedule, xStart, t, noise)`.
 *
 * epsilon: `noise`; sample: `xStart`; v_prediction: `velocity(schedule, xStart, noise, t)`
 *
 * @param xStart - Clean images, float32 `[batch, …]`, in [-1, 1].
 * @param noise - The noise in x_t, of `xStart`'s shape.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @returns The target, of `xStart`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match or the prediction type is unknown; TypeError if images are not float32 or `t` is not int32.
 */
export function predictionTarget<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  xStart: T,
  noise: T,
  t: tf.Tensor1D,
): T {
  checkBatch("predictionTarget", { xStart, noise }, t);
  checkPredictionType("predictionTarget", predictionType);
  switch (predictionType) {
    case "epsilon":
      return tf.clone(noise);
    case "sample":
      return tf.clone(xStart);
    case "v_prediction":
      return velocity(schedule, xStart, noise, t);
  }
}
