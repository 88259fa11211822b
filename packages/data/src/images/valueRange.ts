import type { BitDepth, CellImage } from "./cellImage.ts";

/** Pixel values that map to -1 and 1. */
export type ValueRange = readonly [min: number, max: number];

/** Check that a range consists of two finite numbers in increasing order. */
export function checkValueRange(caller: string, [min, max]: ValueRange): void {
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max)) {
    throw new RangeError(`${caller}: valueRange must be [min, max] with min < max, got [${min}, ${max}].`);
  }
}

/**
 * Map pixel values to [-1, 1], the range of model values.
 *
 * `x = 2 (v - min) / (max - min) - 1`, clamped to [-1, 1]
 *
 * @param image - Only `data` is read; the order of the values is kept.
 * @param valueRange - Pixel values that map to -1 and 1: [0, 255] for 8-bit files, the measured range of the set for 16-bit files.
 * @returns New array of the same length as `image.data`.
 * @throws RangeError if `valueRange` is empty or not finite.
 */
export function toUnitRange(image: Pick<CellImage, "data">, valueRange: ValueRange): Float32Array {
  checkValueRange("toUnitRange", valueRange);
  const { data } = image;
  const values = new Float32Array(data.length);
  const table = unitTable(valueRange, data instanceof Uint16Array ? 16 : 8, data.length);
  if (table) {
    for (let i = 0; i < data.length; i++) values[i] = table[data[i]!]!;
  } else {
    for (let i = 0; i < data.length; i++) values[i] = unitValue(data[i]!, valueRange);
  }
  return values;
}

/** Map one value like {@link toUnitRange}, without clamping. */
export function unitOf(value: number, [min, max]: ValueRange): number {
  return (2 * (value - min)) / (max - min) - 1;
}

function unitValue(value: number, valueRange: ValueRange): number {
  return Math.min(Math.max(unitOf(value, valueRange), -1), 1);
}

/**
 * Tabulate `unitValue` for every pixel value of a bit depth; undefined if the table would be longer than the data.
 */
function unitTable(valueRange: ValueRange, bitDepth: BitDepth, length: number): Float32Array | undefined {
  const size = 2 ** bitDepth;
  if (size > length) return undefined;
  return Float32Array.from({ length: size }, (_, value) => unitValue(value, valueRange));
}

/**
 * Map values in [-1, 1] to pixel values: the inverse of {@link toUnitRange}.
 *
 * `v = round(min + (x + 1) (max - min) / 2)`, with `x` clamped to [-1, 1] and NaN treated as -1
 *
 * The round trip is exact for every 8-bit and 16-bit value.
 *
 * @param values - Values in [-1, 1], any length.
 * @param valueRange - Pixel values for -1 and 1. Use [0, 255] with `bitDepth` 8 to display an image of a 16-bit set.
 * @param bitDepth - 8 returns a Uint8Array, 16 a Uint16Array.
 * @throws RangeError if `valueRange` is empty or does not fit in `bitDepth` bits.
 */
export function fromUnitRange(values: Float32Array, valueRange: ValueRange, bitDepth: 8): Uint8Array;
export function fromUnitRange(values: Float32Array, valueRange: ValueRange, bitDepth: 16): Uint16Array;
export function fromUnitRange(
  values: Float32Array,
  valueRange: ValueRange,
  bitDepth?: BitDepth,
): Uint8Array | Uint16Array;
export function fromUnitRange(
  values: Float32Array,
  valueRange: ValueRange,
  bitDepth: BitDepth = 8,
): Uint8Array | Uint16Array {
  checkValueRange("fromUnitRange", valueRange);
  if (bitDepth !== 8 && bitDepth !== 16) {
    throw new RangeError(`fromUnitRange: bitDepth must be 8 or 16, got ${bitDepth}.`);
  }
  const [min, max] = valueRange;
  if (min < 0 || max > 2 ** bitDepth - 1) {
    throw new RangeError(
      `fromUnitRange: valueRange must lie in 0…${2 ** bitDepth - 1} for ${bitDepth} bits, got [${min}, ${max}]. ` +
        (bitDepth === 8
          ? "Pass bitDepth 16, or [0, 255] to scale the image down."
          : "Pass the range of the files."),
    );
  }
  const data = bitDepth === 16 ? new Uint16Array(values.length) : new Uint8Array(values.length);
  const half = (max - min) / 2;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    data[i] = Math.round(min + (x > 1 ? 2 : x > -1 ? x + 1 : 0) * half);
  }
  return data;
}
