import {
  generalizedAnscombe,
  type PhotonNoise,
  type PixelValues,
  undoGeneralizedAnscombe,
} from "@cellgen/filters";
import type { BitDepth } from "../images/cellImage.ts";
import { fullScale } from "../images/fullScale.ts";
import { unitOf, type ValueRange } from "../images/valueRange.ts";

/** Mapping from pixel values of the training files to model values. A model card has these fields. */
export interface PixelScale {
  /** Pixel values that map to -1 and 1; with `stabilisation`, the transformed values. */
  readonly valueRange: ValueRange;
  /** Photon noise for the generalised Anscombe transform that is applied first, in pixel values of the training files. */
  readonly stabilisation?: Required<PhotonNoise>;
  /** Bit depth of the training files. */
  readonly bitDepth: BitDepth;
}

/** Format of a model's images. A model card has these fields. */
export interface ImageFormat extends PixelScale {
  readonly height: number;
  readonly width: number;
  /** 1 = grey, 3 = red, green, blue. */
  readonly channels: number;
  readonly pixelSizeMicrometres?: number;
}

/**
 * Map pixel values of the training files to model values, without clamping.
 *
 * `unit = 2 (f(pixel) - min) / (max - min) - 1`, where f is the generalised Anscombe transform of a stabilised model, or the identity
 */
export function unitsOfPixels(pixels: Float64Array, { valueRange, stabilisation }: PixelScale): Float64Array {
  const values = stabilisation ? generalizedAnscombe(pixels, stabilisation) : pixels;
  return values.map((value) => unitOf(value, valueRange));
}

/**
 * Map model values, clamped to [-1, 1], to pixel values of the training files, not rounded: the inverse of {@link unitsOfPixels}.
 *
 * @returns New array of the same kind.
 */
export function pixelsOfUnits<Values extends PixelValues>(
  units: Values,
  { valueRange: [min, max], stabilisation }: PixelScale,
): Values {
  const values = units.map(
    (unit) => min + ((Math.min(1, Math.max(-1, unit)) + 1) * (max - min)) / 2,
  ) as Values;
  return stabilisation ? undoGeneralizedAnscombe(values, stabilisation) : values;
}

/** Return the pixel values of the training files that map to -1 and 1. */
export function pixelRange({ valueRange, stabilisation }: PixelScale): readonly [min: number, max: number] {
  if (!stabilisation) return valueRange;
  const [min, max] = undoGeneralizedAnscombe(Float64Array.from(valueRange), stabilisation);
  return [min!, max!];
}

/** Return the white value of a model's training files. */
export function modelWhite(scale: PixelScale): number {
  return fullScale(scale.bitDepth, pixelRange(scale)[1]);
}

/**
 * Return the factor from pixel values of a file to those of the training files.
 *
 * @param white - White value of the file, see {@link fullScale}.
 */
export function fileFactor(scale: PixelScale, depth: BitDepth, white: number): number {
  return depth === scale.bitDepth ? 1 : modelWhite(scale) / white;
}
