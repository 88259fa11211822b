import type { CellImage } from "../images/cellImage.ts";
import { integerLimits } from "../images/pixelType.ts";
import { fromUnitRange, unitOf, type ValueRange } from "../images/valueRange.ts";
import { type ImageFormat, type PixelScale, pixelRanges, pixelsOfUnits } from "./pixelScale.ts";

/** Return the pixel values of each channel of the training files that map to -1 and 1, without variance stabilization, and within their pixel type. */
export function fileRanges(scale: PixelScale): readonly ValueRange[] {
  const [first, last] = integerLimits(scale.pixelType) ?? [-Infinity, Infinity];
  // Inverting the stabilization rounds the ends of the range.
  return pixelRanges(scale).map(([min, max]) => [Math.max(min, first), Math.min(max, last)]);
}

/**
 * Convert model values for display: in [-1, 1] and linear in the pixel values.
 *
 * For a model without stabilization, `values` itself is returned. Otherwise the values pass through the plain inverse of the transform
 * (not the unbiased one), because they are pixels, not means of pixels.
 */
export function displayValues(values: Float32Array, scale: PixelScale): Float32Array {
  if (!scale.stabilisation) return values;
  const ranges = fileRanges(scale);
  const clamped = Float64Array.from(values, (value) => Math.min(1, Math.max(-1, value)));
  return Float32Array.from(pixelsOfUnits(clamped, scale), (pixel, i) =>
    unitOf(pixel, ranges[i % ranges.length]!),
  );
}

/**
 * Convert model values of the model's size to an image with the training files' pixel type, ranges, channels, channel names and pixel size.
 *
 * @throws RangeError if `values` has another length.
 */
export function imageOfValues(values: Float32Array, format: ImageFormat): CellImage {
  const { height, width, channels, pixelType, channelNames, pixelSizeMicrometres } = format;
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `toImage: values must be ${height} x ${width} x ${channels} = ${height * width * channels} numbers, got ${values.length}.`,
    );
  }
  return {
    width,
    height,
    channels,
    data: fromUnitRange(displayValues(values, format), fileRanges(format), pixelType),
    ...(channelNames === undefined ? {} : { channelNames }),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
}
