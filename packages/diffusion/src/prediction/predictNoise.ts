import type { NoiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { noiseCoefficients } from "../coefficients/predictionCoefficients.ts";
import type { PredictionType } from "../coefficients/predictionType.ts";
import { fromOutput } from "./fromOutput.ts";

/**
 * Predict the noise in x_t from a network's output. With a = sqrt(alphasCumprod[t]) and s = sqrt(1 - alphasCumprod[t]):
 *
 * - epsilon: `output`
 * - sample: `(xt - a * output) / s`. Pass a clipped xStart to get the noise consistent with it.
 * - v_prediction: `a * output + s * xt`
 *
 * @param output - The network's output for `xt` and `t`, float32 `[batch, …]`.
 * @param xt - Noisy images, of the same shape.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @returns Predicted noise, of `xt`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match or the prediction type is unknown; TypeError if images are not float32 or `t` is not int32.
 * @see Salimans and Ho 2022, arXiv:2202.00512, appendix D.
 */
export function predictNoise<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  output: T,
  xt: T,
  t: tf.Tensor1D,
): T {
  return fromOutput("predictNoise", schedule, predictionType, noiseCoefficients, { output, xt }, t);
}
