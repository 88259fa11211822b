import type { NoiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { atTimesteps } from "./atTimesteps.ts";
import { checkBatch } from "./checkBatch.ts";
import { posteriorCoefficients } from "./coefficients/posteriorCoefficients.ts";
import { coefficientTables } from "./coefficientTables.ts";
import { weightedSum } from "./weightedSum.ts";

/** A normal distribution with independent pixels. */
export interface Posterior<T extends tf.Tensor> {
  /** Mean, of the images' shape. */
  readonly mean: T;
  /** Variance, one value per image, `[batch, 1, …]` of the images' rank. 0 at t = 0. */
  readonly variance: tf.Tensor;
  /** Logarithm of `variance`. At t = 0, the value at t = 1. */
  readonly logVariance: tf.Tensor;
}

/**
 * Return the mean and variance of the posterior q(x_{t-1} | x_t, x_0).
 *
 * With a = alphasCumprod[t], a' = alphasCumprod[t-1] (1 at t = 0) and `beta = betas[t] = 1 - a / a'`:
 *
 * `mean = (sqrt(a') beta * xStart + sqrt(a / a') (1 - a') * xt) / (1 - a)`, `variance = beta (1 - a') / (1 - a)`
 *
 * @param xStart - Clean images, float32 `[batch, …]`, in [-1, 1].
 * @param xt - Noisy images of the same shape.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @returns Three tensors. Dispose of them after use. The inputs are not modified.
 * @throws RangeError if shapes do not match; TypeError if images are not float32 or `t` is not int32.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 6 and 7.
 */
export function qPosterior<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  xStart: T,
  xt: T,
  t: tf.Tensor1D,
): Posterior<T> {
  checkBatch("qPosterior", { xStart, xt }, t);
  const of = coefficientTables(schedule, posteriorCoefficients);
  const logVariance = of.variance.map((_, step) => Math.log(of.variance[step || 1]!));
  return tf.tidy(() => ({
    mean: weightedSum(t, [of.xStart, xStart], [of.xt, xt]),
    variance: atTimesteps(of.variance, t, xt.rank),
    logVariance: atTimesteps(logVariance, t, xt.rank),
  }));
}
