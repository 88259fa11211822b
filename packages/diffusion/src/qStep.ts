import type { NoiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { checkBatch } from "./checkBatch.ts";
import { weightedSum } from "./weightedSum.ts";

/**
 * Draw x_t from q(x_t | x_{t-1}): one step of the forward process. Applying steps 0…t to xStart has the distribution of `qSample` at t.
 *
 * `xt = sqrt(1 - betas[t]) * xPrev + sqrt(betas[t]) * noise`
 *
 * @param xPrev - x_{t-1}, float32 `[batch, …]`; for t = 0 the clean images.
 * @param t - Timesteps, int32 `[batch]`, 0…numTimesteps-1; the range is not checked.
 * @param noise - Standard normal, of `xPrev`'s shape.
 * @returns x_t, of `xPrev`'s shape. Dispose of it after use. The inputs are not modified.
 * @throws RangeError if shapes do not match; TypeError if images are not float32 or `t` is not int32.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 2.
 */
export function qStep<T extends tf.Tensor>(schedule: NoiseSchedule, xPrev: T, t: tf.Tensor1D, noise: T): T {
  checkBatch("qStep", { xPrev, noise }, t);
  return weightedSum(t, [schedule.alphas.map(Math.sqrt), xPrev], [schedule.betas.map(Math.sqrt), noise]);
}
