import { expect } from "vitest";
import type { FilterImage } from "../src/index.ts";

/** What every function of an image refuses. */
export function expectImageErrors(name: string, call: (image: FilterImage) => unknown): void {
  const size = { height: 4, width: 5, channels: 1 };
  const refuse = (image: FilterImage) => expect(() => call(image));
  // @ts-expect-error bytes are no pixel values
  refuse({ ...size, values: new Uint8Array(20) }).toThrow(
    new TypeError(
      `${name}: image.values must be a Float32Array or Float64Array, got Uint8Array. Convert them with Float32Array.from.`,
    ),
  );
  refuse({ ...size, values: new Float32Array(19) }).toThrow(
    new RangeError(`${name}: image.values must be 4 x 5 x 1 = 20 numbers, got 19.`),
  );
  refuse({ ...size, values: new Float32Array(20).fill(Number.NaN, 7, 8) }).toThrow(
    new RangeError(`${name}: image.values must be finite, got NaN at index 7.`),
  );
  refuse({ ...size, height: 0, values: new Float64Array(0) }).toThrow(
    new RangeError(`${name}: image.height must be a positive integer, got 0.`),
  );
}
