import type { NoiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { checkBatch } from "../checkBatch.ts";
import { velocityCoefficients } from "../coefficients/forwardCoefficients.ts";
import { coefficientTables } from "../coefficientTables.ts";
import { weightedSum } from "../weightedSum.ts";

/**
 * Compute the velocity, the derivative of x_t along the arc from image to noise. It is a well-conditioned target at both ends.
 *
 * `v = sqrt(alphasCumprod[t]) * noise - sqrt(1 - alphasCumprod[t]) * xStart`
 *
 * @param xStart - Clean images, float32 `[batch, …]`, in [-1, 1].
 * @param noise - The noise in x_t, of `xStart`'s shape.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @returns v, of `xStart`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match; TypeError if images are not float32 or `t` is not int32.
 * @see Salimans and Ho 2022, arXiv:2202.00512, appendix D.
 */
export function velocity<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  xStart: T,
  noise: T,
  t: tf.Tensor1D,
): T {
  checkBatch("velocity", { xStart, noise }, t);
  const of = coefficientTables(schedule, velocityCoefficients);
  return weightedSum(t, [of.noise, noise], [of.xStart, xStart]);
}
