import {
  ddimCoefficients,
  noiseCoefficients,
  predict,
  xStartCoefficients,
} from "@cellgen/diffusion/coefficients";
import { callDenoiser } from "./checks/callDenoiser.ts";
import { clip, clipLimit } from "./checks/clip.ts";
import type { Denoiser } from "./denoiser.ts";
import { type SamplerNoise, stepNoise } from "./noise/samplerNoise.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import { samplerSteps } from "./timesteps/samplerSteps.ts";

/** Options of `sampleDdim`. */
export interface DdimOptions extends SamplerOptions {
  /** Scale of the added noise, 0…1: 0 is deterministic, 1 has the variance of DDPM. @default 0 */
  readonly eta?: number;
  /**
   * Whether to recompute the noise from the clipped x_0 (Hugging Face's `use_clipped_model_output`, which defaults to
   * false).
   *
   * @default true
   */
  readonly noiseFromClipped?: boolean;
}

/**
 * Sample with DDIM (denoising diffusion implicit models): predict x_0 and the noise, and combine them at the next timestep of the list.
 *
 * With a = alphasCumprod[t] and a' = alphasCumprod at the next timestep of the list (after the last, 1 or the value at `endTimestep`):
 *
 * `sigma = eta sqrt((1 - a') / (1 - a)) sqrt(1 - a / a')`,
 * `x' = sqrt(a') * predXStart + sqrt(1 - a' - sigma^2) * predNoise + sigma * noise`
 *
 * where predXStart is clipped, and `predNoise = (xt - sqrt(a) * predXStart) / sqrt(1 - a)` is recomputed from it.
 *
 * @param denoiser - Called once per timestep.
 * @param noise - `step` is called only if eta > 0, and not for the step to the clean images.
 * @returns The samples, concatenated, each `[height, width, channels]`. New array.
 * @throws RangeError if an option is out of range or lengths differ; `signal.reason` if aborted; any error of the denoiser.
 * @see Song et al. 2021, arXiv:2010.02502, Eq. 12 and 16.
 */
export async function sampleDdim(
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: DdimOptions,
): Promise<Float32Array> {
  const { eta = 0, noiseFromClipped = true, predictionType, clipSample, signal } = options;
  if (!(eta >= 0 && eta <= 1)) throw new RangeError(`sampleDdim: eta must be in 0…1, got ${eta}.`);
  const steps = samplerSteps("sampleDdim", options);
  const limit = clipLimit(clipSample);
  let xt = noise.initial();
  for (const { index, t, alphaCumprod, alphaCumprodNext, progress } of steps) {
    const output = await callDenoiser("sampleDdim", denoiser, xt, t, signal);
    const ofXStart = xStartCoefficients(predictionType, alphaCumprod);
    const ofNoise = noiseCoefficients(noiseFromClipped ? "sample" : predictionType, alphaCumprod);
    const weights = ddimCoefficients(alphaCumprod, alphaCumprodNext, eta);
    const fresh = stepNoise("sampleDdim", noise, index, weights.noise, xt.length);

    const predXStart = new Float32Array(xt.length);
    const xNext = new Float32Array(xt.length);
    for (let i = 0; i < xt.length; i++) {
      const xStart = clip(predict(ofXStart, xt[i]!, output[i]!), limit);
      let sum = weights.xStart * xStart;
      // Where x_t holds no noise, the predicted noise may be infinite: skip it if its weight is 0.
      if (weights.predNoise > 0) {
        sum += weights.predNoise * predict(ofNoise, xt[i]!, noiseFromClipped ? xStart : output[i]!);
      }
      if (fresh) sum += weights.noise * fresh[i]!;
      predXStart[i] = xStart;
      xNext[i] = sum;
    }
    xt = xNext;
    await options.onProgress?.({ ...progress, xt, predXStart });
  }
  return xt;
}
