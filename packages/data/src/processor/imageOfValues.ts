import type { CellImage } from "../images/cellImage.ts";
import { fromUnitRange } from "../images/valueRange.ts";
import { type ImageFormat, type PixelScale, pixelRange, pixelsOfUnits } from "./pixelScale.ts";

/** The pixel values that a model knows as -1 and 1, as far as its training files' depth holds them. */
export function fileRange(scale: PixelScale): readonly [min: number, max: number] {
  const [min, max] = pixelRange(scale);
  // The ends of stabilised values come back rounded.
  return [Math.max(min, 0), Math.min(max, 2 ** scale.bitDepth - 1)];
}

/**
 * Model values as values to show: in [-1, 1] and linear in the pixel values.
 *
 * Those of a model without stabilisation are returned themselves. The others go back through the plain inverse of the transform: they are
 * pixels, not means of pixels.
 */
export function displayValues(values: Float32Array, scale: PixelScale): Float32Array {
  if (!scale.stabilisation) return values;
  const [min, max] = fileRange(scale);
  return Float32Array.from(
    pixelsOfUnits(Float64Array.from(values), scale),
    (pixel) => (2 * (pixel - min)) / (max - min) - 1,
  );
}

/**
 * Model values of the model's size as an image like the training files: of their depth, range, channels and pixel size.
 *
 * @throws RangeError if the model's images have neither 1 nor 3 channels, or `values` has another length.
 */
export function imageOfValues(values: Float32Array, format: ImageFormat): CellImage {
  const { height, width, channels, bitDepth, pixelSizeMicrometres } = format;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`toImage: the model's images must have 1 or 3 channels, got ${channels}.`);
  }
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `toImage: values must be ${height} x ${width} x ${channels} = ${height * width * channels} numbers, got ${values.length}.`,
    );
  }
  const data = fromUnitRange(displayValues(values, format), fileRange(format), bitDepth);
  return {
    width,
    height,
    channels,
    data,
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
}
