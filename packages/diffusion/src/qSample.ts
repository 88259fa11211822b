import type { NoiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { checkBatch } from "./checkBatch.ts";
import { forwardCoefficients } from "./coefficients/forwardCoefficients.ts";
import { coefficientTables } from "./coefficientTables.ts";
import { weightedSum } from "./weightedSum.ts";

/**
 * Draw x_t from q(x_t | x_0) in one step.
 *
 * `xt = sqrt(alphasCumprod[t]) * xStart + sqrt(1 - alphasCumprod[t]) * noise`
 *
 * @param xStart - Clean images, float32 `[batch, …]`, in [-1, 1].
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; 0 means one step of noise. The range is not checked.
 * @param noise - Standard normal, of `xStart`'s shape.
 * @returns x_t, of `xStart`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match; TypeError if images are not float32 or `t` is not int32.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 4.
 */
export function qSample<T extends tf.Tensor>(
  schedule: NoiseSchedule,
  xStart: T,
  t: tf.Tensor1D,
  noise: T,
): T {
  checkBatch("qSample", { xStart, noise }, t);
  const of = coefficientTables(schedule, forwardCoefficients);
  return weightedSum(t, [of.xStart, xStart], [of.noise, noise]);
}
