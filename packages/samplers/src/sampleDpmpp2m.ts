import type * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import { logSnr } from "./logSnr.ts";
import { listedAlphasCumprod, type SamplerOptions } from "./samplerOptions.ts";
import { samplingLoop } from "./samplingLoop.ts";
import type { SamplerNoise } from "./seededNoise.ts";

/**
 * DPM-Solver++ (2M): a deterministic multistep solver of second order, good from about 15 steps.
 *
 * With alpha = sqrt(alphasCumprod), sigma = sqrt(1 - alphasCumprod), `lambda = log(alpha / sigma)`, primes for the next timestep of the list,
 * `h = lambda' - lambda`, and r = the h of the step before divided by h:
 *
 * `x' = sigma' / sigma * xt + alpha' (1 - exp(-h)) * (predXStart + (predXStart - predXStartBefore) / (2 r))`
 *
 * The first step has no predecessor, and a step to the clean images ends at sigma' = 0, where h is infinite: both are of first order,
 * without the bracket's second term; so the last step gives predXStart itself.
 *
 * The list matters more than for DDIM: take {@link dpmppTimesteps}, which also keeps clear of the cosine schedule's last timesteps.
 *
 * @param denoiser - Called once a timestep.
 * @param noise - Only `initial` is asked for.
 * @returns The samples, `[batch, height, width, channels]`; the caller disposes them.
 * @throws RangeError if an option is out of range or a shape differs; `signal.reason` when aborted; what the denoiser throws.
 * @see Lu et al. 2022, arXiv:2211.01095, Algorithm 2.
 */
export async function sampleDpmpp2m(
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: SamplerOptions,
): Promise<tf.Tensor4D> {
  const alphasCumprod = listedAlphasCumprod("sampleDpmpp2m", options);
  const lambdas = alphasCumprod.map(logSnr);
  return samplingLoop("sampleDpmpp2m", denoiser, noise, options, (index) => {
    const alphaCumprod = alphasCumprod[index]!;
    const alphaCumprodNext = alphasCumprod[index + 1]!;
    const h = lambdas[index + 1]! - lambdas[index]!;
    const xt = Math.sqrt((1 - alphaCumprodNext) / (1 - alphaCumprod));
    const ofXStart = -Math.sqrt(alphaCumprodNext) * Math.expm1(-h);
    if (index === 0 || h === Infinity) return { xt, predXStart: ofXStart };
    const ofDifference = (ofXStart * h) / (2 * (lambdas[index]! - lambdas[index - 1]!));
    return { xt, predXStart: ofXStart + ofDifference, predXStartBefore: -ofDifference };
  });
}
