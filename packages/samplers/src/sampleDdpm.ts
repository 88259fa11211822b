import type * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import { listedAlphasCumprod, type SamplerOptions } from "./samplerOptions.ts";
import { samplingLoop } from "./samplingLoop.ts";
import type { SamplerNoise } from "./seededNoise.ts";

export interface DdpmOptions extends SamplerOptions {
  /** The variance of a step's noise: that of the posterior of one possible x_0, or beta: of x_0 that is standard normal. @default "fixed_small" */
  readonly varianceType?: "fixed_small" | "fixed_large";
}

/**
 * Ancestral sampling: from each timestep of the list to the next by the posterior of a process that has only these timesteps.
 *
 * With a = alphasCumprod[t], a' = that of the next timestep of the list (after the last, 1 or that of `endTimestep`) and `beta = 1 - a / a'`:
 *
 * `x' = sqrt(a') beta / (1 - a) * predXStart + sqrt(a / a') (1 - a') / (1 - a) * xt + sqrt(variance) * noise`
 *
 * where variance is `beta (1 - a') / (1 - a)` (fixed_small) or `beta` (fixed_large). A step to the clean images adds no noise, as in the paper. (Hugging
 * Face adds it unless the last timestep is 0, which shows with fixed_large and trailing spacing.)
 *
 * @param denoiser - Called once a timestep.
 * @returns The samples, `[batch, height, width, channels]`; the caller disposes them.
 * @throws RangeError if an option is out of range or a shape differs; `signal.reason` when aborted; what the denoiser throws.
 * @see Ho et al. 2020, arXiv:2006.11239, Algorithm 2; Nichol and Dhariwal 2021, arXiv:2102.09672, Eq. 19, for lists of fewer timesteps.
 */
export async function sampleDdpm(
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: DdpmOptions,
): Promise<tf.Tensor4D> {
  const { varianceType = "fixed_small" } = options;
  if (varianceType !== "fixed_small" && varianceType !== "fixed_large") {
    throw new RangeError(
      `sampleDdpm: varianceType must be "fixed_small" or "fixed_large", got ${varianceType}.`,
    );
  }
  const alphasCumprod = listedAlphasCumprod("sampleDdpm", options);
  return samplingLoop("sampleDdpm", denoiser, noise, options, (index) => {
    const alphaCumprod = alphasCumprod[index]!;
    const alphaCumprodNext = alphasCumprod[index + 1]!;
    const beta = 1 - alphaCumprod / alphaCumprodNext;
    const shrink = (1 - alphaCumprodNext) / (1 - alphaCumprod);
    const isLast = index === options.timesteps.length - 1 && options.endTimestep === undefined;
    const variance = varianceType === "fixed_large" ? beta : beta * shrink;
    return {
      predXStart: (Math.sqrt(alphaCumprodNext) * beta) / (1 - alphaCumprod),
      xt: Math.sqrt(alphaCumprod / alphaCumprodNext) * shrink,
      noise: isLast ? 0 : Math.sqrt(variance),
    };
  });
}
