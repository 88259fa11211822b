import {
  ddpmCoefficients,
  predict,
  type VarianceType,
  varianceTypes,
  xStartCoefficients,
} from "@cellgen/diffusion/coefficients";
import { callDenoiser } from "./checks/callDenoiser.ts";
import { checkOneOf } from "./checks/checkOneOf.ts";
import { clip, clipLimit } from "./checks/clip.ts";
import type { Denoiser } from "./denoiser.ts";
import { type SamplerNoise, stepNoise } from "./noise/samplerNoise.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import { samplerSteps } from "./timesteps/samplerSteps.ts";

/** Options of `sampleDdpm`. */
export interface DdpmOptions extends SamplerOptions {
  /** Variance of a step: that of the posterior given x_0 (fixed_small), or beta (fixed_large). @default "fixed_small" */
  readonly varianceType?: VarianceType;
}

/**
 * Sample with DDPM (ancestral sampling): draw each step from the posterior of a process that has only the timesteps of the list.
 *
 * With a = alphasCumprod[t], a' = alphasCumprod at the next timestep of the list (after the last, 1 or the value at `endTimestep`) and
 * `beta = 1 - a / a'`:
 *
 * `x' = sqrt(a') beta / (1 - a) * predXStart + sqrt(a / a') (1 - a') / (1 - a) * xt + sqrt(variance) * noise`
 *
 * where variance is `beta (1 - a') / (1 - a)` (fixed_small) or `beta` (fixed_large). The step to the clean images adds no noise, as in the
 * paper. Hugging Face adds it unless the last timestep is 0, which makes a difference with fixed_large and trailing spacing.
 *
 * @param denoiser - Called once per timestep.
 * @returns The samples, concatenated, each `[height, width, channels]`. New array.
 * @throws RangeError if an option is out of range or lengths differ; `signal.reason` if aborted; any error of the denoiser.
 * @see Ho et al. 2020, arXiv:2006.11239, Algorithm 2; Nichol and Dhariwal 2021, arXiv:2102.09672, Eq. 19, for lists of fewer timesteps.
 */
export async function sampleDdpm(
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: DdpmOptions,
): Promise<Float32Array> {
  const { varianceType = "fixed_small", predictionType, clipSample, signal } = options;
  checkOneOf("sampleDdpm", "varianceType", varianceType, varianceTypes);
  const steps = samplerSteps("sampleDdpm", options);
  const limit = clipLimit(clipSample);
  let xt = noise.initial();
  for (const { index, t, alphaCumprod, alphaCumprodNext, progress } of steps) {
    const output = await callDenoiser("sampleDdpm", denoiser, xt, t, signal);
    const ofXStart = xStartCoefficients(predictionType, alphaCumprod);
    const weights = ddpmCoefficients(alphaCumprod, alphaCumprodNext, varianceType);
    const fresh = stepNoise("sampleDdpm", noise, index, weights.noise, xt.length);

    const predXStart = new Float32Array(xt.length);
    const xNext = new Float32Array(xt.length);
    for (let i = 0; i < xt.length; i++) {
      const xStart = clip(predict(ofXStart, xt[i]!, output[i]!), limit);
      const mean = weights.xStart * xStart + weights.xt * xt[i]!;
      predXStart[i] = xStart;
      xNext[i] = fresh ? mean + weights.noise * fresh[i]! : mean;
    }
    xt = xNext;
    await options.onProgress?.({ ...progress, xt, predXStart });
  }
  return xt;
}
