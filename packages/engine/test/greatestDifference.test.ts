import { expect, it } from "vitest";
import { greatestDifference } from "../src/engines/onnx/greatestDifference.ts";

it("greatestDifference is in parts of each output's greatest number", () => {
  const of = (...values: number[]) => Float32Array.from(values);
  expect(greatestDifference({ a: of(1, 2), b: of(8) }, { a: of(1, 2), b: of(8) })).toBe(0);
  expect(greatestDifference({ a: of(1, 3), b: of(7) }, { a: of(1, -4), b: of(8) })).toBe(7 / 4);
  expect(greatestDifference({ a: of(0, 0) }, { a: of(0, 0) })).toBe(0);
  expect(greatestDifference({ a: of(1) }, { a: of(0) })).toBe(Infinity);
  expect(greatestDifference({ a: of(Number.NaN) }, { a: of(1) })).toBe(Infinity);
});
