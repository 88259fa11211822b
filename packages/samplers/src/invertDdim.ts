import {
  inverseDdimCoefficients,
  noiseCoefficients,
  predict,
  xStartCoefficients,
} from "@cellgen/diffusion/coefficients";
import { callDenoiser } from "./checks/callDenoiser.ts";
import { clip, clipLimit } from "./checks/clip.ts";
import type { Denoiser } from "./denoiser.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import { samplerSteps } from "./timesteps/samplerSteps.ts";

/** Options of `invertDdim`. */
export interface InvertDdimOptions extends SamplerOptions {
  /** Denoiser calls per timestep, at least 1. More calls make the round trip through `sampleDdim` more accurate. @default 1 */
  readonly iterations?: number;
}

/**
 * Invert DDIM: find the noise from which `sampleDdim`, with the same options, reproduces the given images.
 *
 * A step of `sampleDdim` leads from x at one timestep of the list, with a = alphasCumprod, to x' at the next, with a'. It uses the clean
 * images predXStart(x) and the noise predNoise(x) predicted from x. The inverse solves each step for x, from the last timestep to the
 * first. It uses the first equation where x' holds little noise (a' ≥ 1/2), and the second otherwise:
 *
 * `x = sqrt(a / a') * x' + (sqrt(1 - a) - sqrt(a / a') sqrt(1 - a')) * predNoise(x)`
 * `x = sqrt((1 - a) / (1 - a')) * x' + (sqrt(a) - sqrt((1 - a) / (1 - a')) sqrt(a')) * predXStart(x)`
 *
 * Both sides contain x, so the equation is solved by fixed-point iteration: start from the prediction at the previous timestep (initially
 * no noise), call the denoiser with the resulting x, insert the new prediction, and repeat `iterations` times. With one iteration,
 * inversion takes as many denoiser calls as `sampleDdim`, and its error is of second order in the step size.
 *
 * @param xStart - Clean images, concatenated, in [-1, 1]. With `endTimestep`, images with the noise of that timestep.
 * @param options - The options of `sampleDdim` with eta = 0 and noiseFromClipped = true; `timesteps` is descending. `onProgress` is called
 * after each denoiser call, with `t` and `tNext` both set to the timestep of `xt`.
 * @returns x at the first timestep of the list. Return it from `noise.initial()` of a sampler with the same options. New array.
 * @throws RangeError if an option is out of range or lengths differ; `signal.reason` if aborted; any error of the denoiser.
 * @see Song et al. 2021, arXiv:2010.02502, section 4.3; Pan et al. 2023, arXiv:2309.04907, for the iterations.
 */
export async function invertDdim(
  denoiser: Denoiser,
  xStart: Float32Array,
  options: InvertDdimOptions,
): Promise<Float32Array> {
  const { iterations = 1, predictionType, clipSample, signal } = options;
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(`invertDdim: iterations must be a positive integer, got ${iterations}.`);
  }
  const steps = samplerSteps("invertDdim", options);
  const limit = clipLimit(clipSample);
  let xt = xStart;
  let predXStart = xStart;
  let predNoise = new Float32Array(xStart.length);
  let calls = 0;
  for (const { t, alphaCumprod, alphaCumprodNext } of steps.reverse()) {
    const xNext = xt;
    const ofXStart = xStartCoefficients(predictionType, alphaCumprod);
    const ofNoise = noiseCoefficients("sample", alphaCumprod);
    const weights = inverseDdimCoefficients(alphaCumprod, alphaCumprodNext);
    const solve = (): Float32Array =>
      xNext.map(
        (x, i) => weights.xNext * x + weights.xStart * predXStart[i]! + weights.predNoise * predNoise[i]!,
      );

    xt = solve();
    for (let iteration = 0; iteration < iterations; iteration++) {
      const seen = xt;
      const output = await callDenoiser("invertDdim", denoiser, seen, t, signal);
      predXStart = seen.map((x, i) => clip(predict(ofXStart, x, output[i]!), limit));
      predNoise = seen.map((x, i) => predict(ofNoise, x, predXStart[i]!));
      xt = solve();
      calls++;
      const progress = { step: calls, steps: steps.length * iterations, t, tNext: t };
      await options.onProgress?.({ ...progress, xt: seen, predXStart });
    }
  }
  return xt;
}
