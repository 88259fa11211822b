import { type RandomStream, randomStream } from "@cellgen/random";
import { checkNumber, checkValues, type PixelValues, sameKind } from "../filterImage.ts";
import { samplePoisson } from "./samplePoisson.ts";

/**
 * How a camera turns photons into pixels: `pixel = gain * electrons + offset + read * normal`, electrons of a Poisson distribution.
 * A pixel of mean m has variance `gain (m - offset) + read²`.
 */
export interface PhotonNoise {
  /** Pixel values an electron, above 0. */
  readonly gain: number;
  /** Pixel value without light. @default 0 */
  readonly offset?: number;
  /** Standard deviation of the noise without light, in pixel values. @default 0 */
  readonly read?: number;
}

/**
 * Checks the three numbers, and fills in those that are not given.
 *
 * @throws RangeError in the name of `caller`.
 */
export function checkPhotonNoise(
  caller: string,
  { gain, offset = 0, read = 0 }: PhotonNoise,
): Required<PhotonNoise> {
  checkNumber(caller, "gain", gain, "above 0");
  checkNumber(caller, "offset", offset, "of any size");
  checkNumber(caller, "read", read);
  return { gain, offset, read };
}

export interface PhotonNoiseOptions extends PhotonNoise {
  /** An integer, 0…2^53-1: which noise. */
  readonly seed: number;
  /** An integer, 0…2^32-1: of which image, so that the images of a set have noise of their own. @default 0 */
  readonly index?: number;
}

/**
 * Simulates the noise of a camera on an image without noise.
 *
 * `pixel = gain * Poisson((value - offset) / gain) + offset + read * normal`
 *
 * @param values - The pixels' means; those below `offset` get no light. Any layout.
 * @returns A new array of the same kind, neither rounded nor clipped. The same for the same seed and index.
 * @throws TypeError if the values are no Float32Array or Float64Array; RangeError if they hold NaN or Infinity, or a number is out of range.
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
