import {
  generalizedAnscombe,
  type PhotonNoise,
  type PixelValues,
  undoGeneralizedAnscombe,
} from "@cellgen/filters";
import type { BitDepth } from "./cellImage.ts";
import type { ValueRange } from "./valueRange.ts";

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
export function unitsOfPixels(
  pixels: Float64Array,
  { valueRange: [min, max], stabilisation }: PixelScale,
): Float64Array {
  const values = stabilisation ? generalizedAnscombe(pixels, stabilisation) : pixels;
  return values.map((value) => (2 * (value - min)) / (max - min) - 1);
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
