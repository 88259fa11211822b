import { predict, xStartCoefficients } from "@cellgen/diffusion/coefficients";
import { callDenoiser } from "./checks/callDenoiser.ts";
import { clip, clipLimit } from "./checks/clip.ts";
import type { Denoiser } from "./denoiser.ts";
import type { SamplerNoise } from "./noise/samplerNoise.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import { logSnr } from "./timesteps/logSnr.ts";
import { samplerSteps } from "./timesteps/samplerSteps.ts";

/**
 * Sample with DPM-Solver++ (2M), a deterministic second-order multistep solver. About 15 steps are enough for good images.
 *
 * With alpha = sqrt(alphasCumprod), sigma = sqrt(1 - alphasCumprod), `lambda = log(alpha / sigma)`, primes for the next timestep of the
 * list,
 * `h = lambda' - lambda`, and r = the h of the previous step divided by h:
 *
 * `x' = sigma' / sigma * xt + alpha' (1 - exp(-h)) * (predXStart + (predXStart - predXStartBefore) / (2 r))`
 *
 * Two steps are of first order and omit the second term in the parentheses: the first step, which has no predecessor, and the step to the
 * clean images (sigma' = 0), where h is infinite. The last step thus returns predXStart.
 *
 * The choice of timesteps matters more than for DDIM. Use {@link dpmppTimesteps}, which also omits the last timesteps of the cosine
 * schedule.
 *
 * @param denoiser - Called once per timestep.
 * @param noise - Only `initial` is called.
 * @returns The samples, concatenated, each `[height, width, channels]`. New array.
 * @throws RangeError if an option is out of range or lengths differ; `signal.reason` if aborted; any error of the denoiser.
 * @see Lu et al. 2022, arXiv:2211.01095, Algorithm 2.
 */
export async function sampleDpmpp2m(
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: SamplerOptions,
): Promise<Float32Array> {
  const { predictionType, clipSample, signal } = options;
  const steps = samplerSteps("sampleDpmpp2m", options);
  const limit = clipLimit(clipSample);
  let xt = noise.initial();
  let before: { readonly predXStart: Float32Array; readonly h: number } | undefined;
  for (const { t, alphaCumprod, alphaCumprodNext, progress } of steps) {
    const output = await callDenoiser("sampleDpmpp2m", denoiser, xt, t, signal);
    const ofXStart = xStartCoefficients(predictionType, alphaCumprod);
    const h = logSnr(alphaCumprodNext) - logSnr(alphaCumprod);
    const weight = -Math.sqrt(alphaCumprodNext) * Math.expm1(-h);
    const second = h === Infinity ? undefined : before;
    const extrapolation = second ? (weight * h) / (2 * second.h) : 0;
    const ofXt = Math.sqrt((1 - alphaCumprodNext) / (1 - alphaCumprod));

    const predXStart = new Float32Array(xt.length);
    const xNext = new Float32Array(xt.length);
    for (let i = 0; i < xt.length; i++) {
      const xStart = clip(predict(ofXStart, xt[i]!, output[i]!), limit);
      const sum = (weight + extrapolation) * xStart + ofXt * xt[i]!;
      predXStart[i] = xStart;
      xNext[i] = second ? sum - extrapolation * second.predXStart[i]! : sum;
    }
    xt = xNext;
    before = { predXStart, h };
    await options.onProgress?.({ ...progress, xt, predXStart });
  }
  return xt;
}
