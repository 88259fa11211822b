import type { NoiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { xStartCoefficients } from "../coefficients/predictionCoefficients.ts";
import type { PredictionType } from "../coefficients/predictionType.ts";
import { fromOutput } from "./fromOutput.ts";

/**
 * Predict the clean images from a network's output. With a = sqrt(alphasCumprod[t]) and s = sqrt(1 - alphasCumprod[t]):
 *
 * - epsilon: `(xt - s * output) / a`. Where a is small (5e-5 at the cosine schedule's last timestep) the result is large, and where a is 0
 *   it is infinite: clip it, or predict v instead.
 * - sample: `output`
 * - v_prediction: `a * xt - s * output`
 *
 * @param output - The network's output for `xt` and `t`, float32 `[batch, …]`.
 * @param xt - Noisy images, of the same shape.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @returns Predicted xStart, not clipped, of `xt`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match or the prediction type is unknown; TypeError if images are not float32 or `t` is not int32.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 15; Salimans and Ho 2022, arXiv:2202.00512, appendix D.
 */
export function predictXStart<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  output: T,
  xt: T,
  t: tf.Tensor1D,
): T {
  return fromOutput("predictXStart", schedule, predictionType, xStartCoefficients, { output, xt }, t);
}
