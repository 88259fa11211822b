import type { SamplerNoise } from "@cellgen/samplers";
import { stackedImages } from "../network/imageBatches.ts";
import { sphericalInterpolation } from "./sphericalInterpolation.ts";

/**
 * Noise between that of two images: at each place of a batch, that of its position on the sphere.
 *
 * @param from - The noise of one image, as `to`.
 * @param positions - One for each image of the batch, 0…1.
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
