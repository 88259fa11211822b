import type { NoiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { atTimesteps } from "./atTimesteps.ts";
import { checkBatch } from "./checkBatch.ts";
import type { PredictionType } from "./coefficients/predictionType.ts";
import { predictionTarget } from "./prediction/predictionTarget.ts";
import { qSample } from "./qSample.ts";

/**
 * Compute the training loss: the mean squared error of the network's output.
 *
 * `L = mean(weights[t] * (denoise(qSample(xStart, t, noise), t) - predictionTarget(xStart, noise, t))^2)`, over images, pixels and channels.
 *
 * @param denoise - The network: maps x_t and t to an output of x_t's shape. It must be synchronous; tensors that it creates are disposed.
 * @param xStart - Clean images, float32 `[batch, …]`, in [-1, 1].
 * @param t - Timesteps, int32 `[batch]`, drawn uniformly from 0…numTimesteps-1; the range is not checked.
 * @param noise - Standard normal, of `xStart`'s shape.
 * @param weights - Weight of each timestep, see `lossWeights`. @default 1 for all timesteps
 * @returns The loss, differentiable with respect to the variables that `denoise` uses. Dispose of it after use. The inputs are not
 * modified.
 * @throws RangeError if shapes do not match, `weights` has another length than `numTimesteps`, or the prediction type is unknown; TypeError if images are not float32 or `t` is not int32.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 14.
 */
export function simpleLoss<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  denoise: (xt: T, t: tf.Tensor1D) => tf.Tensor,
  xStart: T,
  t: tf.Tensor1D,
  noise: T,
  weights?: Float64Array,
): tf.Scalar {
  checkBatch("simpleLoss", { xStart, noise }, t);
  const { numTimesteps } = schedule;
  if (weights && weights.length !== numTimesteps) {
    throw new RangeError(
      `simpleLoss: weights must have one value for each of ${numTimesteps} timesteps, got ${weights.length}.`,
    );
  }
  return tf.tidy(() => {
    const target = predictionTarget(schedule, predictionType, xStart, noise, t);
    const output = denoise(qSample(schedule, xStart, t, noise), t);
    checkBatch("simpleLoss", { xStart, "denoise's output": output }, t);
    const errors = tf.squaredDifference(output, target);
    return tf.mean(weights ? tf.mul(errors, atTimesteps(weights, t, errors.rank)) : errors) as tf.Scalar;
  });
}
