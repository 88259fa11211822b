import { kindOf } from "./features.ts";

/** The values of an image, row by row, a pixel's channels beside each other, on any scale. */
export type Pixels = Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array | Float64Array;

const KINDS = [Uint8Array, Uint8ClampedArray, Uint16Array, Float32Array, Float64Array];

/**
 * Checks the values of one image.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
 */
export function checkValues(caller: string, name: string, pixels: Pixels): void {
  if (!KINDS.some((kind) => pixels instanceof kind)) {
    const kinds = KINDS.map((kind) => kind.name).join(", ");
    throw new TypeError(`${caller}: ${name} must be one of ${kinds}, got ${kindOf(pixels)}.`);
  }
  if (pixels.length === 0) throw new RangeError(`${caller}: ${name} must have values, got none.`);
  const wrong = pixels.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    throw new RangeError(`${caller}: ${name} must hold numbers, got ${pixels[wrong]} at ${wrong}.`);
  }
}

/**
 * Checks two images of one size and the range of their values.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
 */
export function checkPixels(caller: string, a: Pixels, b: Pixels, dataRange: number): void {
  checkValues(caller, "a", a);
  checkValues(caller, "b", b);
  if (a.length !== b.length) {
    throw new RangeError(`${caller}: b must have ${a.length} values, as many as a, got ${b.length}.`);
  }
  if (!(dataRange > 0 && dataRange < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `${caller}: dataRange must be a number above 0, got ${dataRange}. It is 255 for 8 bits, 2 for [-1, 1].`,
    );
  }
}
