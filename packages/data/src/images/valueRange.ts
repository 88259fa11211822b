import type { CellImage } from "./cellImage.ts";
import { integerLimits, newPixels, type PixelType, type pixelArrays, pixelTypeOf } from "./pixelType.ts";

/** Pixel values that map to -1 and 1. */
export type ValueRange = readonly [min: number, max: number];

/** Check that a range consists of two finite numbers in increasing order. */
export function checkValueRange(caller: string, [min, max]: ValueRange): void {
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max)) {
    throw new RangeError(`${caller}: range must be [min, max] with min < max, got [${min}, ${max}].`);
  }
}

/**
 * Map pixel values to [-1, 1], the range of model values.
 *
 * `x = 2 (v - min) / (max - min) - 1`, clamped to [-1, 1]; NaN maps to -1
 *
 * @param image - Only `data` is read; the order of the values is kept.
 * @param range - Pixel values that map to -1 and 1, or one such pair for each of the interleaved channels.
 * @returns New array of the same length as `image.data`.
 * @throws RangeError if a range is empty or not finite.
 */
export function toUnitRange(
  { data }: Pick<CellImage, "data">,
  range: ValueRange | readonly ValueRange[],
): Float32Array {
  const ranges = rangesOf(range);
  for (const channel of ranges) checkValueRange("toUnitRange", channel);
  const values = new Float32Array(data.length);
  const limits = integerLimits(pixelTypeOf(data));
  const size = data.BYTES_PER_ELEMENT <= 2 ? 2 ** (8 * data.BYTES_PER_ELEMENT) : Infinity;
  const step = ranges.length;
  ranges.forEach((channel, c) => {
    if (limits && size * step <= data.length) {
      const [first] = limits;
      const table = Float32Array.from({ length: size }, (_, i) => unitValue(first + i, channel));
      for (let i = c; i < data.length; i += step) values[i] = table[data[i]! - first]!;
    } else {
      for (let i = c; i < data.length; i += step) values[i] = unitValue(data[i]!, channel);
    }
  });
  return values;
}

/** Map one value like {@link toUnitRange}, without clamping. */
export function unitOf(value: number, [min, max]: ValueRange): number {
  return (2 * (value - min)) / (max - min) - 1;
}

function unitValue(value: number, range: ValueRange): number {
  const unit = unitOf(value, range);
  return unit > -1 ? Math.min(unit, 1) : -1;
}

/**
 * Map values in [-1, 1] to pixel values: the inverse of {@link toUnitRange}.
 *
 * `v = min + (x + 1) (max - min) / 2`, rounded for integer types, with `x` clamped to [-1, 1] and NaN treated as -1
 *
 * The round trip is exact for every 8-bit and 16-bit value.
 *
 * @param values - Values in [-1, 1], any length.
 * @param range - Pixel values for -1 and 1, or one such pair for each of the interleaved channels. Use [0, 255] with "uint8" to display an
 *   image of a 16-bit set.
 * @param pixelType - Type of the result. @default "uint8"
 * @throws RangeError if a range is empty or exceeds the limits of `pixelType`.
 */
export function fromUnitRange<Type extends PixelType = "uint8">(
  values: Float32Array,
  range: ValueRange | readonly ValueRange[],
  pixelType: Type = "uint8" as Type,
): InstanceType<(typeof pixelArrays)[Type]> {
  const ranges = rangesOf(range);
  const limits = integerLimits(pixelType);
  for (const channel of ranges) checkRangeFits(channel, pixelType);
  const data = newPixels(pixelType, values.length);
  const step = ranges.length;
  ranges.forEach(([min, max], c) => {
    const half = (max - min) / 2;
    for (let i = c; i < values.length; i += step) {
      const x = values[i]!;
      const value = min + (x > 1 ? 2 : x > -1 ? x + 1 : 0) * half;
      data[i] = limits ? Math.round(value) : value;
    }
  });
  return data as InstanceType<(typeof pixelArrays)[Type]>;
}

function checkRangeFits(range: ValueRange, pixelType: PixelType): void {
  checkValueRange("fromUnitRange", range);
  const limits = integerLimits(pixelType);
  if (!limits || (range[0] >= limits[0] && range[1] <= limits[1])) return;
  throw new RangeError(
    `fromUnitRange: range must lie in ${limits[0]}…${limits[1]} for ${pixelType}, got [${range[0]}, ${range[1]}]. ` +
      (pixelType === "uint8"
        ? 'Pass "uint16", or [0, 255] to scale the image down.'
        : "Pass the range of the files."),
  );
}

function rangesOf(range: ValueRange | readonly ValueRange[]): readonly ValueRange[] {
  return typeof range[0] === "number" ? [range as ValueRange] : (range as readonly ValueRange[]);
}
