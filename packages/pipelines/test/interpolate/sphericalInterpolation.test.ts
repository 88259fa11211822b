import { expect, it } from "vitest";
import { sphericalInterpolation } from "../../src/interpolate/sphericalInterpolation.ts";
import { normalValues } from "../normalValues.ts";

it("sphericalInterpolation goes along the circle at an even pace", () => {
  const [x, y] = [Float32Array.of(2, 0), Float32Array.of(0, 2)];
  for (const position of [0.25, 0.5, 0.9]) {
    const [a, b] = sphericalInterpolation(x, y, position);
    expect(a).toBeCloseTo(2 * Math.cos((position * Math.PI) / 2), 6);
    expect(b).toBeCloseTo(2 * Math.sin((position * Math.PI) / 2), 6);
  }
});

it("sphericalInterpolation keeps the length of noise, where a straight line is shorter", () => {
  const [a, b] = [normalValues(1, 3072), normalValues(2, 3072)];
  const length = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
  expect(length(sphericalInterpolation(a, b, 0.5)) / Math.sqrt(3072)).toBeCloseTo(1, 1);
  expect(length(a.map((value, i) => (value + b[i]!) / 2)) / Math.sqrt(3072)).toBeLessThan(0.8);
});

it("sphericalInterpolation has both ends bit for bit, and a straight line between equal directions", () => {
  const [a, b] = [normalValues(1, 100), normalValues(2, 100)];
  expect(sphericalInterpolation(a, b, 0)).toEqual(a);
  expect(sphericalInterpolation(a, b, 1)).toEqual(b);
  expect(sphericalInterpolation(Float32Array.of(1, 2), Float32Array.of(2, 4), 0.5)).toEqual(
    Float32Array.of(1.5, 3),
  );
});
