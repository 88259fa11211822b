import { type RandomStream, randomStream } from "@cellgen/random";
import { checkNumber, checkValues, type PixelValues, sameKind } from "../filterImage.ts";
import { samplePoisson } from "./samplePoisson.ts";

/**
 * Noise model of a camera: `pixel = gain * electrons + offset + read * normal`, with Poisson-distributed electrons. A pixel with mean m has
 * variance `gain (m - offset) + read²`.
 */
export interface PhotonNoise {
  /** Pixel value per electron, above 0. */
  readonly gain: number;
  /** Pixel value without light. @default 0 */
  readonly offset?: number;
  /** Standard deviation of the read noise, in pixel values. @default 0 */
  readonly read?: number;
}

/**
 * Check the parameters and fill in defaults.
 *
 * @throws RangeError prefixed with `caller`.
 */
export function checkPhotonNoise(
  caller: string,
  { gain, offset = 0, read = 0 }: PhotonNoise,
): Required<PhotonNoise> {
  checkNumber(caller, "gain", gain, "above 0");
  checkNumber(caller, "offset", offset, "any");
  checkNumber(caller, "read", read);
  return { gain, offset, read };
}

/** Options of `photonNoise`. */
export interface PhotonNoiseOptions extends PhotonNoise {
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
  /** Index of the image, an integer in 0…2^32-1. Images of a set with different indices get independent noise. @default 0 */
  readonly index?: number;
}

/**
 * Simulate camera noise on a noise-free image.
 *
 * `pixel = gain * Poisson((value - offset) / gain) + offset + read * normal`
 *
 * @param values - Mean pixel values, in any layout. Values below `offset` count as no light.
 * @returns New array of the same type, neither rounded nor clipped. Deterministic for a given seed and index.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they contain NaN or Infinity, or a number is out of
 *   range.
 */
export function photonNoise<Values extends PixelValues>(values: Values, options: PhotonNoiseOptions): Values {
  checkValues("photonNoise", "values", values);
  const { gain, offset, read } = checkPhotonNoise("photonNoise", options);
  const stream: RandomStream = randomStream(options.seed, "photonNoise", options.index ?? 0);
  const noisy = sameKind(values, values.length);
  for (let i = 0; i < values.length; i++) {
    const electrons = samplePoisson(Math.max(values[i]! - offset, 0) / gain, stream);
    noisy[i] = gain * electrons + offset + (read > 0 ? read * stream.normal() : 0);
  }
  return noisy;
}
