import {
  generalizedAnscombe,
  type PhotonNoise,
  type PixelValues,
  undoGeneralizedAnscombe,
} from "@cellgen/filters";
import type { BitDepth } from "../images/cellImage.ts";
import { fullScale } from "../images/fullScale.ts";
import { unitOf, type ValueRange } from "../images/valueRange.ts";

/** How pixel values of the training files become model values. A model card has these fields. */
export interface PixelScale {
  /** The pixel values that become -1 and 1; with `stabilisation`, the transformed values that do. */
  readonly valueRange: ValueRange;
  /** Photon noise whose generalised Anscombe transform the pixels go through first, in pixel values of the training files. */
  readonly stabilisation?: Required<PhotonNoise>;
  /** Of the training files. */
  readonly bitDepth: BitDepth;
}

/** The images that a model works on. A model card has these fields. */
export interface ImageFormat extends PixelScale {
  readonly height: number;
  readonly width: number;
  /** 1 = grey, 3 = red, green, blue. */
  readonly channels: number;
  readonly pixelSizeMicrometres?: number;
}

/**
 * Pixel values of the training files to model values, not clamped.
 *
 * `unit = 2 (f(pixel) - min) / (max - min) - 1`, f the generalised Anscombe transform of a stabilised model, else the pixel itself
 */
export function unitsOfPixels(pixels: Float64Array, { valueRange, stabilisation }: PixelScale): Float64Array {
  const values = stabilisation ? generalizedAnscombe(pixels, stabilisation) : pixels;
  return values.map((value) => unitOf(value, valueRange));
}

/**
 * Model values, clamped to [-1, 1], to pixel values of the training files, not rounded: the inverse of {@link unitsOfPixels}.
 *
 * @returns A new array of the same kind.
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

/** The pixel values of the training files that became -1 and 1. */
export function pixelRange({ valueRange, stabilisation }: PixelScale): readonly [min: number, max: number] {
  if (!stabilisation) return valueRange;
  const [min, max] = undoGeneralizedAnscombe(Float64Array.from(valueRange), stabilisation);
  return [min!, max!];
}

/** White in the files that a model was trained on. */
export function modelWhite(scale: PixelScale): number {
  return fullScale(scale.bitDepth, pixelRange(scale)[1]);
}

/**
 * The factor from pixel values of a file to those of the training files.
 *
 * @param white - The value of white in the file, see {@link fullScale}.
 */
export function fileFactor(scale: PixelScale, depth: BitDepth, white: number): number {
  return depth === scale.bitDepth ? 1 : modelWhite(scale) / white;
}
