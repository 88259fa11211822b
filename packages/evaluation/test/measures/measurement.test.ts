import { describe, expect, it } from "vitest";
import { jackknifeError } from "../../src/measures/jackknife.ts";
import { isAbove, normalEstimate, shareEstimate } from "../../src/measures/measurement.ts";
import { medianEstimate } from "../../src/measures/medianEstimate.ts";

describe("intervals", () => {
  it("Wilson's of 8 in 10 is 0.490 to 0.943", () => {
    const { value, low, high } = shareEstimate(8, 10);
    expect([value, low, high].map((x) => Number(x.toFixed(3)))).toEqual([0.8, 0.49, 0.943]);
  });

  it("of all in 10 reaches 1, and from n/(n + z²)", () => {
    const { low, high } = shareEstimate(10, 10);
    expect(low).toBeCloseTo(10 / (10 + 1.959964 ** 2), 10);
    expect(high).toBe(1);
  });

  it("lie apart where they do not touch", () => {
    expect(isAbove(normalEstimate(1, 0.1), normalEstimate(0.5, 0.1))).toBe(true);
    expect(isAbove(normalEstimate(1, 0.2), normalEstimate(0.5, 0.2))).toBe(false);
  });

  it("of a median are order statistics", () => {
    // 0.98 · √100 = 9.8: numbers 40 and 61 of 1…100, as tables give them.
    const { value, low, high } = medianEstimate(Array.from({ length: 100 }, (_, i) => i + 1));
    expect([value, low, high]).toEqual([50.5, 40, 61]);
  });

  it("the jackknife's error of a mean is that of the mean", () => {
    // Groups of one: exactly the standard error, √(var / n), of 0…9 √(9.1667 / 10).
    const rows = Float64Array.from({ length: 10 }, (_, i) => i);
    const mean = (some: Float64Array) => some.reduce((sum, value) => sum + value, 0) / some.length;
    expect(jackknifeError(rows, 1, 0, mean)).toBeCloseTo(Math.sqrt(9.166666666667 / 10), 8);
  });
});
