import { checkLength } from "../checks/checkLength.ts";

/** The noise that a sampler consumes: for a batch of images, one after the other, each `[height, width, channels]`. */
export interface SamplerNoise {
  /** x_T of the batch. Standard normal. */
  initial(): Float32Array;
  /** The noise of one step, 0…steps-1. Standard normal, of `initial`'s length. Only called where the step adds noise. */
  step(index: number): Float32Array;
}

/** The noise of one step, or undefined if its weight is 0. */
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
