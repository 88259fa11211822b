import type * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import { listedAlphasCumprod, type SamplerOptions } from "./samplerOptions.ts";
import { samplingLoop } from "./samplingLoop.ts";
import type { SamplerNoise } from "./seededNoise.ts";

export interface DdimOptions extends SamplerOptions {
  /** How much of DDPM's noise is added, 0…1: 0 is deterministic, 1 has its variance. @default 0 */
  readonly eta?: number;
  /** Whether the noise is derived again from the clipped x_0 (Hugging Face's `use_clipped_model_output`, there false). @default true */
  readonly noiseFromClipped?: boolean;
}

/**
 * Denoising diffusion implicit models: predict x_0 and the noise, and mix them anew at the next timestep of the list.
 *
 * With a = alphasCumprod[t], a' = that of the next timestep of the list (after the last, 1 or that of `endTimestep`):
 *
 * `sigma = eta sqrt((1 - a') / (1 - a)) sqrt(1 - a / a')`,
 * `x' = sqrt(a') * predXStart + sqrt(1 - a' - sigma^2) * predNoise + sigma * noise`
 *
 * where predXStart is clipped, and `predNoise = (xt - sqrt(a) * predXStart) / sqrt(1 - a)` agrees with it.
 *
 * @param denoiser - Called once a timestep.
 * @param noise - `step` is only asked when eta > 0, and not in a step to the clean images.
 * @returns The samples, `[batch, height, width, channels]`; the caller disposes them.
 * @throws RangeError if an option is out of range or a shape differs; `signal.reason` when aborted; what the denoiser throws.
 * @see Song et al. 2021, arXiv:2010.02502, Eq. 12 and 16.
 */
export async function sampleDdim(
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: DdimOptions,
): Promise<tf.Tensor4D> {
  const { eta = 0, noiseFromClipped = true } = options;
  if (!(eta >= 0 && eta <= 1)) throw new RangeError(`sampleDdim: eta must be in 0…1, got ${eta}.`);
  const alphasCumprod = listedAlphasCumprod("sampleDdim", options);
  return samplingLoop("sampleDdim", denoiser, noise, options, (index) => {
    const alphaCumprod = alphasCumprod[index]!;
    const alphaCumprodNext = alphasCumprod[index + 1]!;
    const shrink = (1 - alphaCumprodNext) / (1 - alphaCumprod);
    const sigma = eta * Math.sqrt(shrink * (1 - alphaCumprod / alphaCumprodNext));
    // Rounding may take the difference below its least value, 0.
    const direction = Math.sqrt(Math.max(1 - alphaCumprodNext - sigma ** 2, 0));
    if (!noiseFromClipped) {
      return { predXStart: Math.sqrt(alphaCumprodNext), predNoise: direction, noise: sigma };
    }
    const ofXt = direction / Math.sqrt(1 - alphaCumprod);
    return {
      predXStart: Math.sqrt(alphaCumprodNext) - ofXt * Math.sqrt(alphaCumprod),
      xt: ofXt,
      noise: sigma,
    };
  });
}
