import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import { predictions } from "./predictions.ts";
import { listedAlphasCumprod, type SamplerOptions } from "./samplerOptions.ts";
import { checkShape } from "./samplingLoop.ts";

export interface InvertDdimOptions extends SamplerOptions {
  /** Calls of the denoiser for each timestep, from 1: the more, the closer `sampleDdim` comes back. @default 1 */
  readonly iterations?: number;
}

/**
 * DDIM run backwards: finds the noise from which `sampleDdim`, with the same options, comes back to given images.
 *
 * `sampleDdim` goes from x at a timestep, with a = alphasCumprod there and predXStart(x), predNoise(x) what it takes for the clean images and
 * the noise in it, to x' at the next one of the list with a'. The inverse solves that step for x, from the last timestep to the first. Solved
 * for the x in which there is little noise, or for that in which there is much (a' < 1/2), it is
 *
 * `x = sqrt(a / a') * x' + (sqrt(1 - a) - sqrt(a / a') sqrt(1 - a')) * predNoise(x)`
 * `x = sqrt((1 - a) / (1 - a')) * x' + (sqrt(a) - sqrt((1 - a) / (1 - a')) sqrt(a')) * predXStart(x)`
 *
 * x is on both sides. It is found by putting in the prediction of the timestep before (no noise at first), calling the denoiser with that, and
 * putting in what it says, `iterations` times. Once is as many calls as `sampleDdim` takes, and leaves an error of second order in the steps.
 *
 * @param xStart - Clean images, `[batch, height, width, channels]`, in [-1, 1]; with `endTimestep`, images with the noise of that.
 * @param options - As for `sampleDdim` with eta 0 and noiseFromClipped, `timesteps` descending. `onProgress` tells each call of the denoiser:
 * `t` and `tNext` are both the timestep whose noise `xt` has.
 * @returns x at the first timestep of the list, to be `noise.initial()` of a sampler with the same options. The caller disposes it.
 * @throws RangeError if an option is out of range or a shape differs; `signal.reason` when aborted; what the denoiser throws.
 * @see Song et al. 2021, arXiv:2010.02502, section 4.3; Pan et al. 2023, arXiv:2309.04907, for the iterations.
 */
export async function invertDdim(
  denoiser: Denoiser,
  xStart: tf.Tensor4D,
  options: InvertDdimOptions,
): Promise<tf.Tensor4D> {
  const { schedule, timesteps, iterations = 1, clipSample = true } = options;
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(`invertDdim: iterations must be a whole number from 1, got ${iterations}.`);
  }
  const alphasCumprod = listedAlphasCumprod("invertDdim", options);
  const predict = predictions[options.predictionType];
  const limit = clipSample ? 1 : Infinity;
  const steps = timesteps.length * iterations;
  let step = 0;

  /** What the denoiser takes for the clean images and the noise in `values`, at timestep `t`. */
  async function predictionIn(values: Float32Array, t: number): Promise<Prediction> {
    const [signal, deviation] = [schedule.sqrtAlphasCumprod[t]!, schedule.sqrtOneMinusAlphasCumprod[t]!];
    const owned = [tf.tensor4d(values, xStart.shape)];
    try {
      const xt = owned[0]!;
      const denoised = await denoiser(xt, t);
      owned.push(denoised);
      options.signal?.throwIfAborted();
      checkShape("invertDdim", "denoiser's output", denoised, xt);
      const output = (await denoised.data()) as Float32Array;
      const predXStart = values.map((x, i) =>
        Math.min(Math.max(predict.xStart(output[i]!, x, signal, deviation), -limit), limit),
      );
      owned.push(tf.tensor4d(predXStart, xStart.shape));
      await options.onProgress?.({ step: ++step, steps, t, tNext: t, xt, predXStart: owned[2]! });
      const predNoise = values.map((x, i) => (x - signal * predXStart[i]!) / deviation);
      return { predXStart, predNoise };
    } finally {
      tf.dispose(owned);
    }
  }

  let values = (await xStart.data()) as Float32Array;
  let prediction: Prediction = { predXStart: values, predNoise: new Float32Array(values.length) };
  for (let index = timesteps.length - 1; index >= 0; index--) {
    const weights = inverseStep(alphasCumprod[index]!, alphasCumprod[index + 1]!);
    const before = values;
    const solve = ({ predXStart, predNoise }: Prediction) =>
      before.map(
        (x, i) => weights.x * x + weights.predXStart * predXStart[i]! + weights.predNoise * predNoise[i]!,
      );
    values = solve(prediction);
    for (let iteration = 0; iteration < iterations; iteration++) {
      options.signal?.throwIfAborted();
      prediction = await predictionIn(values, timesteps[index]!);
      values = solve(prediction);
    }
  }
  return tf.tensor4d(values, xStart.shape);
}

interface Prediction {
  readonly predXStart: Float32Array;
  readonly predNoise: Float32Array;
}

/** The weights of the sum that is x of alphasCumprod a, from x' of aNext: of x', and of what the denoiser says of x. */
function inverseStep(a: number, aNext: number): { x: number; predXStart: number; predNoise: number } {
  if (aNext < 0.5) {
    const grown = Math.sqrt((1 - a) / (1 - aNext));
    return { x: grown, predXStart: Math.sqrt(a) - grown * Math.sqrt(aNext), predNoise: 0 };
  }
  const kept = Math.sqrt(a / aNext);
  return { x: kept, predXStart: 0, predNoise: Math.sqrt(1 - a) - kept * Math.sqrt(1 - aNext) };
}
