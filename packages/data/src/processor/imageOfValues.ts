import type { CellImage } from "../images/cellImage.ts";
import { fromUnitRange } from "../images/valueRange.ts";
import { type ImageFormat, type PixelScale, pixelRange, pixelsOfUnits } from "./pixelScale.ts";

/** Return the pixel values that map to -1 and 1, limited to the range of the training files' bit depth. */
export function fileRange(scale: PixelScale): readonly [min: number, max: number] {
  const [min, max] = pixelRange(scale);
  // Inverting the stabilisation rounds the ends of the range.
  return [Math.max(min, 0), Math.min(max, 2 ** scale.bitDepth - 1)];
}

/**
 * Convert model values for display: in [-1, 1] and linear in the pixel values.
 *
 * For a model without stabilisation, `values` itself is returned. Otherwise the values pass through the plain inverse of the transform
 * (not the unbiased one), because they are pixels, not means of pixels.
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
 * Convert model values of the model's size to an image with the training files' depth, range, channels and pixel size.
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
