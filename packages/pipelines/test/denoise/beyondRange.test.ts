import { expect, test } from "vitest";
import { splitBeyondRange } from "../../src/denoise/beyondRange.ts";

test("values far beyond the range come back, and noise around it is the model's", () => {
  const values = Float32Array.of(-1.4, -1, 0.3, 1.4, 1.75, 2, 40, -3);
  const { values: within, restore } = splitBeyondRange(values, 0.1);
  // Up to 5 standard deviations beyond, the value itself; from 10 on, the end of the range.
  const expected = [-1.4, -1, 0.3, 1.4, 1.25, 1, 1, -1];
  expected.forEach((value, i) => {
    expect(within[i]).toBeCloseTo(value, 6);
  });
  restore(within).forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 5);
  });
  const plain = Float32Array.of(-1.4, 0, 1.4);
  expect(splitBeyondRange(plain, 0.1).values).toBe(plain);
});
