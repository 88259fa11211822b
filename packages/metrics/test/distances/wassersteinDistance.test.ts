import { describe, expect, it } from "vitest";
import { wassersteinDistance } from "../../src/index.ts";
import { expectRelative } from "../golden.ts";
import { normalRows } from "../normalRows.ts";

describe("wassersteinDistance", () => {
  it("by hand, of samples of one size and of two", () => {
    // 0 moves to 0.5, 1 to 3.
    expect(wassersteinDistance(Float64Array.of(1, 0), Float64Array.of(0.5, 3))).toBe(1.25);
    // Half of 0 moves to 1, half to 3.
    expect(wassersteinDistance(Float64Array.of(0), Float32Array.of(3, 1))).toBe(2);
    // A third of each: 0 stays, 0 → 1 by a third less a half … : |1/2 - 2/3| over [0, 1].
    expect(wassersteinDistance(Float64Array.of(0, 1), Float64Array.of(0, 0, 1))).toBeCloseTo(1 / 6, 15);
  });

  it("of equally many numbers is the mean distance of the sorted ones", () => {
    const x = Float64Array.from(normalRows(50, 1, 1, 0)).sort();
    const y = Float64Array.from(normalRows(50, 1, 1, 1, 0.2)).sort();
    const want = x.reduce((sum, value, i) => sum + Math.abs(value - y[i]!), 0) / 50;
    expectRelative(wassersteinDistance(x.toReversed(), y), want, 1e-12);
  });

  it("of a sample and the same one moved is the way, and scales with the unit", () => {
    const x = Float64Array.from(normalRows(30, 1, 2, 0));
    const y = Float64Array.from(normalRows(41, 1, 2, 1));
    expect(wassersteinDistance(x, x)).toBe(0);
    expect(
      wassersteinDistance(
        x,
        x.map((value) => value + 3),
      ),
    ).toBeCloseTo(3, 12);
    const micrometres = (values: Float64Array) => values.map((value) => value * 0.65);
    expectRelative(
      wassersteinDistance(micrometres(x), micrometres(y)),
      0.65 * wassersteinDistance(y, x),
      1e-12,
    );
  });

  it("refuses what is no sample", () => {
    const sample = Float64Array.of(1, 2);
    expect(() => wassersteinDistance(sample, Float64Array.of(1, Number.NaN))).toThrow(
      new RangeError("wassersteinDistance: y must have values within ±1e+25, got NaN at row 1, column 0."),
    );
    expect(() => wassersteinDistance(new Float32Array(0), sample)).toThrow(
      new RangeError("wassersteinDistance: x must have at least 1 row, got 0."),
    );
    // @ts-expect-error bytes are no sample
    expect(() => wassersteinDistance(sample, Uint8Array.of(1))).toThrow(TypeError);
  });
});
