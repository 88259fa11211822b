import { expect } from "vitest";
import type { MeasuredImage, MeasuredImageOptions } from "../../src/index.ts";

/** What every function of one image must refuse. */
export function expectImageErrors(
  caller: string,
  call: (image: MeasuredImage, options?: MeasuredImageOptions) => unknown,
): void {
  const image: MeasuredImage = { values: new Float32Array(12), height: 2, width: 2, channels: 3 };
  const refuse = (changes: Partial<MeasuredImage>, options?: MeasuredImageOptions) =>
    expect(() => call({ ...image, ...changes }, options));
  refuse({ channels: 2 }).toThrow(
    new RangeError(
      `${caller}: channels must be 1 or 3 without segmentChannel, got 2. Choose the channel to segment.`,
    ),
  );
  refuse({ height: 0 }).toThrow(new RangeError(`${caller}: height must be a positive integer, got 0.`));
  refuse({ width: 1.5 }).toThrow(new RangeError(`${caller}: width must be a positive integer, got 1.5.`));
  refuse({ width: 3 }).toThrow(new RangeError(`${caller}: values must have 2 x 3 x 3 = 18 values, got 12.`));
  // @ts-expect-error plain numbers are no values
  refuse({ values: [1, 2] }).toThrow(TypeError);
  refuse({ values: new Float32Array(12).fill(Number.NaN) }).toThrow(
    new RangeError(`${caller}: values must be finite, got NaN at index 0.`),
  );
  refuse({ values: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0) }).toThrow(
    new RangeError(
      `${caller}: values must be in valueRange [-1, 1], got 9 at index 7. Use [0, 255] for 8 bits.`,
    ),
  );
  refuse({}, { valueRange: [0.1, 1] }).toThrow(RangeError);
  for (const [black, white] of [
    [1, 1],
    [1, 0],
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
  ] as const) {
    refuse({}, { valueRange: [black, white] }).toThrow(
      new RangeError(`${caller}: valueRange must be ascending, got [${black}, ${white}].`),
    );
  }
  expect(() => call({ ...image, values: new Float32Array(12).fill(1.0005) })).not.toThrow();
}
