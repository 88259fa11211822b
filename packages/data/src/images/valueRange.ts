import type { BitDepth, CellImage } from "./cellImage.ts";

/** The pixel values that become -1 and 1. */
export type ValueRange = readonly [min: number, max: number];

/** Refuses a range that is not two finite numbers, the smaller first. */
export function checkValueRange(caller: string, [min, max]: ValueRange): void {
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max)) {
    throw new RangeError(`${caller}: valueRange must be [min, max] with min < max, got [${min}, ${max}].`);
  }
}

/**
 * Pixel values to [-1, 1], the range that the models work in.
 *
 * `x = 2 (v - min) / (max - min) - 1`, clamped to [-1, 1]
 *
 * @param image - Its `data` only is read; the order of the values stays.
 * @param valueRange - The values that become -1 and 1: [0, 255] for 8-bit files, the measured range of the set for 16-bit ones.
 * @returns As many float32 values as `image.data` has.
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

/** One value of `toUnitRange`, not clamped. */
export function unitOf(value: number, [min, max]: ValueRange): number {
  return (2 * (value - min)) / (max - min) - 1;
}

function unitValue(value: number, valueRange: ValueRange): number {
  return Math.min(Math.max(unitOf(value, valueRange), -1), 1);
}

/**
 * `unitValue` of every value that a file of this depth can hold; nothing where the table would be longer than the data.
 */
function unitTable(valueRange: ValueRange, bitDepth: BitDepth, length: number): Float32Array | undefined {
  const size = 2 ** bitDepth;
  if (size > length) return undefined;
  return Float32Array.from({ length: size }, (_, value) => unitValue(value, valueRange));
}

/**
 * Values in [-1, 1] back to pixel values: the inverse of {@link toUnitRange}.
 *
 * `v = round(min + (x + 1) (max - min) / 2)`, `x` clamped to [-1, 1] first and NaN taken as -1
 *
 * Every 8-bit and every 16-bit value comes back exactly.
 *
 * @param values - In [-1, 1], any number of them.
 * @param valueRange - What -1 and 1 become. Give [0, 255] with `bitDepth` 8 to show an image of a 16-bit set.
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
