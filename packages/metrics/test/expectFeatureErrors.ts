import { expect } from "vitest";
import type { Features } from "../src/index.ts";

/** What every function of features must refuse in one of them, with two of rows of 2. */
export function expectFeatureErrors(
  caller: string,
  name: string,
  call: (features: Features, dimension: number) => unknown,
): void {
  const rows = new Float32Array(40);
  // @ts-expect-error plain numbers are no features
  expect(() => call([...rows], 2)).toThrow(
    new TypeError(`${caller}: ${name} must be a Float32Array or Float64Array, got Array.`),
  );
  // @ts-expect-error bytes are no features
  expect(() => call(new Uint8Array(40), 2)).toThrow(
    new TypeError(`${caller}: ${name} must be a Float32Array or Float64Array, got Uint8Array.`),
  );
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -2e25]) {
    const wrong = Float64Array.from(rows);
    wrong[7] = value;
    expect(() => call(wrong, 2)).toThrow(
      new RangeError(`${caller}: ${name} must have values within ±1e+25, got ${value} at row 3, column 1.`),
    );
  }
  expect(() => call(rows.subarray(1), 2)).toThrow(
    new RangeError(`${caller}: ${name} must have complete rows of 2, got 39 values.`),
  );
}

export function expectDimensionErrors(caller: string, call: (dimension: number) => unknown): void {
  for (const dimension of [0, -1, 1.5, Number.NaN]) {
    expect(() => call(dimension)).toThrow(
      new RangeError(`${caller}: dimension must be a positive integer, got ${dimension}.`),
    );
  }
}
