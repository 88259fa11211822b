import { describe, expect, it } from "vitest";
import { kolmogorovSmirnovDistance } from "../../src/index.ts";
import { normalRows } from "../normalRows.ts";

describe("kolmogorovSmirnovDistance", () => {
  it("by hand, with numbers that are in both samples, in any order", () => {
    // After 2: 2/4 - 0; after 3: 3/4 - 1/3; after 4: 1 - 2/3.
    expect(kolmogorovSmirnovDistance(Float64Array.of(4, 2, 3, 1), Float64Array.of(5, 3, 4))).toBe(0.5);
    // After 0: 1/2 - 2/3; after 1: 1 - 1.
    expect(kolmogorovSmirnovDistance(Float32Array.of(0, 1), Float32Array.of(0, 0, 1))).toBeCloseTo(1 / 6, 15);
  });

  it("is 0 for one sample twice, 1 for samples apart, and symmetric", () => {
    const x = Float64Array.of(3, 1, 2);
    expect(kolmogorovSmirnovDistance(x, Float64Array.of(1, 2, 3, 1, 2, 3))).toBe(0);
    expect(kolmogorovSmirnovDistance(x, Float64Array.of(4))).toBe(1);
    expect(kolmogorovSmirnovDistance(Float64Array.of(4), x)).toBe(1);
    const y = normalRows(20, 1, 1, 1);
    expect(kolmogorovSmirnovDistance(x, y)).toBe(kolmogorovSmirnovDistance(y, x));
  });

  it("does not change when both samples go through one growing function", () => {
    const x = Float64Array.from(normalRows(30, 1, 1, 0));
    const y = Float64Array.from(normalRows(40, 1, 1, 1, 0.5));
    expect(kolmogorovSmirnovDistance(x.map(Math.exp), y.map(Math.exp))).toBe(kolmogorovSmirnovDistance(x, y));
  });

  it("of N(0, 1) and N(1, 1) is near 2 Phi(1/2) - 1", () => {
    const distance = kolmogorovSmirnovDistance(normalRows(20000, 1, 2, 0), normalRows(20000, 1, 2, 1, 1));
    expect(Math.abs(distance - 0.382925)).toBeLessThan(0.015);
  });

  it("refuses what is no sample", () => {
    const sample = Float64Array.of(1, 2);
    expect(() => kolmogorovSmirnovDistance(sample, Float64Array.of(1, Number.NaN))).toThrow(
      new RangeError(
        "kolmogorovSmirnovDistance: y must have values within ±1e+25, got NaN at row 1, column 0.",
      ),
    );
    expect(() => kolmogorovSmirnovDistance(new Float32Array(0), sample)).toThrow(
      new RangeError("kolmogorovSmirnovDistance: x must have at least 1 row, got 0."),
    );
    // @ts-expect-error plain numbers are no sample
    expect(() => kolmogorovSmirnovDistance([1, 2], sample)).toThrow(TypeError);
  });
});
