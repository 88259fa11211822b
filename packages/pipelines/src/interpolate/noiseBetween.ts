import type { SamplerNoise } from "@cellgen/samplers";
import { stackedImages } from "../network/imageBatches.ts";
import { sphericalInterpolation } from "./sphericalInterpolation.ts";

/**
 * Interpolate between the noise of two images on the sphere, with a position for each image of a batch.
 *
 * @param from - Noise of one image, like `to`.
 * @param positions - One position per image of the batch, 0…1.
 */
export function noiseBetween(
  from: SamplerNoise,
  to: SamplerNoise,
  positions: readonly number[],
): SamplerNoise {
  const between = (a: Float32Array, b: Float32Array): Float32Array =>
    stackedImages(positions.map((position) => sphericalInterpolation(a, b, position)));
  return {
    initial: () => between(from.initial(), to.initial()),
    step: (index) => between(from.step(index), to.step(index)),
  };
}
