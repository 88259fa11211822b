import { integerLimits, type PixelType } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";

/** Maximum share of the model's range by which the percentiles of files may exceed it: noise widens them. */
const MAX_BEYOND = 0.1;

/** Minimum share of the model's range between the percentiles of files. Values that were scaled to [0, 1] or to 8 bits cover less. */
const MIN_COVERED = 1 / 3;

/**
 * Return whether files probably have the gray levels of a model's training files, although their pixel type differs: in each channel, their
 * percentiles lie within the model's range and cover at least a third of it.
 *
 * Conversions to and from integers of 8 bits usually scale the values, except those of floating-point numbers.
 *
 * @param file - Pixel type and percentiles of the files, for each channel of the model.
 * @param model - Pixel type of the training files, and their values that map to -1 and 1.
 */
export function hasUnitsOf(
  file: { readonly pixelType: PixelType; readonly ranges: readonly ValueRange[] },
  model: { readonly pixelType: PixelType; readonly ranges: readonly ValueRange[] },
): boolean {
  const limits = [file, model].map(({ pixelType }) => integerLimits(pixelType));
  const areIntegers = limits.every((ends) => ends !== undefined);
  if (areIntegers && limits.some((ends) => ends![1] - ends![0] === 255)) return false;
  return model.ranges.every(([low, high], channel) => {
    const [from, to] = file.ranges[channel]!;
    const length = high - low;
    return (
      from >= low - MAX_BEYOND * length &&
      to <= high + MAX_BEYOND * length &&
      to - from >= MIN_COVERED * length
    );
  });
}
