import { expect, it } from "vitest";
import { valueMoments } from "../../src/cells/valueMoments.ts";

it("valueMoments by hand, of the pixels that were asked for", () => {
  // 0, 0, 0, 4: mean 1, m2 = 12/4, m3 = 24/4, m4 = 84/4.
  const { mean, deviation, skewness, kurtosis } = valueMoments(
    Float64Array.of(9, 0, 0, 9, 0, 4),
    Int32Array.of(1, 2, 4, 5),
  );
  expect(mean).toBe(1);
  expect(deviation).toBeCloseTo(Math.sqrt(3), 12);
  expect(skewness).toBeCloseTo(6 / 3 ** 1.5, 12);
  expect(kurtosis).toBeCloseTo(21 / 9 - 3, 12);
});

it("valueMoments of equal values have no skewness and no kurtosis, whatever was rounded", () => {
  const plane = new Float64Array(7).fill(0.1);
  expect(valueMoments(plane, Int32Array.from(plane.keys()))).toMatchObject({
    deviation: 0,
    skewness: 0,
    kurtosis: 0,
  });
});
