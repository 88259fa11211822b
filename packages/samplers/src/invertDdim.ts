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

export interface InvertDdimOptions extends SamplerOptions {
  /** Calls of the denoiser for each timestep, from 1: more make the round trip through `sampleDdim` more exact. @default 1 */
  readonly iterations?: number;
}

/**
 * DDIM run backwards: find the noise from which `sampleDdim`, with the same options, returns to given images.
 *
 * `sampleDdim` goes from x at a timestep, with a = alphasCumprod there and the predictions predXStart(x), predNoise(x) of the clean images and
 * of the noise in it, to x' at the next one of the list with a'. The inverse solves that step for x, from the last timestep to the first. Solved
 * for the x in which there is little noise, or for that in which there is much (a' < 1/2), it is
 *
 * `x = sqrt(a / a') * x' + (sqrt(1 - a) - sqrt(a / a') sqrt(1 - a')) * predNoise(x)`
 * `x = sqrt((1 - a) / (1 - a')) * x' + (sqrt(a) - sqrt((1 - a) / (1 - a')) sqrt(a')) * predXStart(x)`
 *
 * x is on both sides. It is found by inserting the prediction of the timestep before (no noise at first), calling the denoiser with the
 * result, and inserting its prediction, `iterations` times. One iteration is as many calls as `sampleDdim` takes, and leaves an error of
 * second order in the steps.
 *
 * @param xStart - Clean images, one after the other, in [-1, 1]; with `endTimestep`, images with the noise of that.
 * @param options - As for `sampleDdim` with eta 0 and noiseFromClipped, `timesteps` descending. `onProgress` reports each call of the denoiser:
 * `t` and `tNext` are both the timestep whose noise `xt` has.
 * @returns x at the first timestep of the list, for `noise.initial()` of a sampler with the same options. A new array, the caller's.
 * @throws RangeError if an option is out of range or a length differs; `signal.reason` when aborted; errors of the denoiser.
 * @see Song et al. 2021, arXiv:2010.02502, section 4.3; Pan et al. 2023, arXiv:2309.04907, for the iterations.
 */
export async function invertDdim(
  denoiser: Denoiser,
  xStart: Float32Array,
  options: InvertDdimOptions,
): Promise<Float32Array> {
  const { iterations = 1, predictionType, clipSample, signal } = options;
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(`invertDdim: iterations must be a whole number from 1, got ${iterations}.`);
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
