import { expect, it } from "vitest";
import { maxRelativeDifference } from "../../../src/engines/onnx/maxRelativeDifference.ts";

it("maxRelativeDifference is relative to each reference's largest magnitude", () => {
  const of = (...values: number[]) => Float32Array.from(values);
  expect(maxRelativeDifference({ a: of(1, 2), b: of(8) }, { a: of(1, 2), b: of(8) })).toBe(0);
  expect(maxRelativeDifference({ a: of(1, 3), b: of(7) }, { a: of(1, -4), b: of(8) })).toBe(7 / 4);
  expect(maxRelativeDifference({ a: of(0, 0) }, { a: of(0, 0) })).toBe(0);
  expect(maxRelativeDifference({ a: of(1) }, { a: of(0) })).toBe(Infinity);
  expect(maxRelativeDifference({ a: of(Number.NaN) }, { a: of(1) })).toBe(Infinity);
});
