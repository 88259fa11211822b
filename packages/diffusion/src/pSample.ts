import type { NoiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { checkBatch } from "./checkBatch.ts";
import { checkVarianceType, ddpmCoefficients, type VarianceType } from "./coefficients/ddpmCoefficients.ts";
import type { PredictionType } from "./coefficients/predictionType.ts";
import { coefficientTables } from "./coefficientTables.ts";
import { predictXStart } from "./prediction/predictXStart.ts";
import { weightedSum } from "./weightedSum.ts";

export interface PSampleOptions {
  /**
   * Variance of the step: the posterior variance (optimal if all images are identical), or betas (optimal if images are white noise). The
   * names are those of Hugging Face.
   *
   * @default "fixed_small"
   */
  readonly varianceType?: VarianceType;
  /** Whether to clip the predicted xStart to [-1, 1]. @default true */
  readonly clipSample?: boolean;
}

/**
 * Draw x_{t-1} from p(x_{t-1} | x_t): one step of the reverse process, from timestep t to t-1.
 *
 * `xPrev = mean(q(x_{t-1} | xt, predXStart)) + sqrt(variance[t]) * noise`. At t = 0 no noise is added, and the result is predXStart.
 *
 * @param output - The network's output for `xt` and `t`, float32 `[batch, …]`.
 * @param xt - Noisy images, of the same shape.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @param noise - Standard normal, of `xt`'s shape; it must be finite even where t = 0.
 * @returns x_{t-1}, of `xt`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match, or the prediction or variance type is unknown; TypeError if images are not float32 or `t`
 * is not int32.
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 2 and section 3.2.
 */
export function pSample<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  output: T,
  xt: T,
  t: tf.Tensor1D,
  noise: T,
  options: PSampleOptions = {},
): T {
  const { varianceType = "fixed_small", clipSample = true } = options;
  checkBatch("pSample", { xt, output, noise }, t);
  checkVarianceType("pSample", varianceType);
  const of = coefficientTables(schedule, (alphaCumprod, alphaCumprodPrev) =>
    ddpmCoefficients(alphaCumprod, alphaCumprodPrev, varianceType),
  );
  return tf.tidy(() => {
    const predicted = predictXStart(schedule, predictionType, output, xt, t);
    const predXStart = clipSample ? tf.clipByValue(predicted, -1, 1) : predicted;
    return weightedSum(t, [of.xStart, predXStart], [of.xt, xt], [of.noise, noise]);
  });
}
