import { checkLength } from "../checks/checkLength.ts";

/** Source of the noise for a batch of images, concatenated, each `[height, width, channels]`. */
export interface SamplerNoise {
  /** Return x_T of the batch: standard normal. */
  initial(): Float32Array;
  /** Return the noise of step `index`, 0…steps-1: standard normal, of `initial`'s length. Only called for steps that add noise. */
  step(index: number): Float32Array;
}

/** Return the noise of one step, or undefined if its weight is 0. */
export function stepNoise(
  caller: string,
  noise: SamplerNoise,
  index: number,
  weight: number,
  length: number,
): Float32Array | undefined {
  if (weight === 0) return undefined;
  const values = noise.step(index);
  checkLength(caller, "noise.step's result", values, length);
  return values;
}
