import { kindOf } from "./features.ts";

/** Values of an image, row by row with interleaved channels, on any scale. */
export type Pixels =
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

const KINDS = [
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Float32Array,
  Float64Array,
];

/**
 * Check the values of one image.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
 */
export function checkValues(caller: string, name: string, pixels: Pixels): void {
  if (!KINDS.some((kind) => pixels instanceof kind)) {
    const kinds = KINDS.map((kind) => kind.name).join(", ");
    throw new TypeError(`${caller}: ${name} must be one of ${kinds}, got ${kindOf(pixels)}.`);
  }
  if (pixels.length === 0) throw new RangeError(`${caller}: ${name} must not be empty.`);
  const wrong = pixels.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    throw new RangeError(`${caller}: ${name} must be finite, got ${pixels[wrong]} at index ${wrong}.`);
  }
}

/**
 * Check two images of one size and the range of their values.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
 */
export function checkPixels(caller: string, a: Pixels, b: Pixels, dataRange: number): void {
  checkValues(caller, "a", a);
  checkValues(caller, "b", b);
  if (a.length !== b.length) {
    throw new RangeError(`${caller}: b must have ${a.length} values like a, got ${b.length}.`);
  }
  if (!(dataRange > 0 && dataRange < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `${caller}: dataRange must be a number above 0, got ${dataRange}. Use 255 for 8 bits, 2 for [-1, 1].`,
    );
  }
}
