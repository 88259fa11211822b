import { describe, expect, it } from "vitest";
import { precisionRecallDensityCoverage } from "../../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "../expectFeatureErrors.ts";
import { dimensionOf, golden, rowsOf } from "../golden.ts";
import { normalRows } from "../normalRows.ts";

describe("precisionRecallDensityCoverage", () => {
  it("gives the golden values", () => {
    expect(golden.precision_recall.length).toBe(3);
    for (const { real, generated, k, precision, recall, density, coverage } of golden.precision_recall) {
      const got = precisionRecallDensityCoverage(rowsOf(real), rowsOf(generated), dimensionOf(real), k);
      expect(got.precision).toBeCloseTo(precision, 12);
      expect(got.recall).toBeCloseTo(recall, 12);
      expect(got.density).toBeCloseTo(density, 12);
      expect(got.coverage).toBeCloseTo(coverage, 12);
    }
  });

  it("by hand, on a line", () => {
    // k = 1. Real balls: all of radius 1. Generated balls: 0.5 reaches 9.5 far, the two others 0.5.
    const real = Float64Array.of(0, 1, 2, 3);
    const generated = Float64Array.of(0.5, 10, 10.5);
    expect(precisionRecallDensityCoverage(real, generated, 1, 1)).toEqual({
      precision: 1 / 3, // 0.5 alone is near a real one
      recall: 1, // all real ones lie in the ball of 0.5
      density: 2 / 3, // 0.5 lies in two balls
      coverage: 2 / 4, // those of 0 and of 1
    });
  });

  it("counts the edge of a ball to it, and each copy of an image as its neighbor", () => {
    // k = 2: radii 2, 1, 2. A generated image at -2 lies on the edge of the first; its own set's radius is 0.
    const { precision, recall, density, coverage } = precisionRecallDensityCoverage(
      Float64Array.of(0, 1, 2),
      Float64Array.of(-2, -2, -2),
      1,
      2,
    );
    expect({ precision, recall, density, coverage }).toEqual({
      precision: 1,
      recall: 0,
      density: 3 / (2 * 3),
      coverage: 1 / 3,
    });
  });

  it("of one set twice is 1 for all shares, and above 1 for density", () => {
    const rows = normalRows(200, 5, 1);
    const got = precisionRecallDensityCoverage(rows, rows.slice(), 5, 5);
    // Each image lies in its own ball as well as in those of about five others.
    expect(got).toEqual({ precision: 1, recall: 1, density: 6 / 5, coverage: 1 });
  });

  it("tells images that lack variety from images that look wrong", () => {
    const real = normalRows(300, 4, 2, 0);
    const narrow = normalRows(300, 4, 2, 1).map((value) => value / 10);
    const wide = normalRows(300, 4, 2, 2).map((value) => value * 5);
    const ofNarrow = precisionRecallDensityCoverage(real, narrow, 4, 5);
    expect(ofNarrow.precision).toBeGreaterThan(0.95);
    expect(ofNarrow.density).toBeGreaterThan(1.2);
    expect(ofNarrow.recall).toBeLessThan(0.1);
    expect(ofNarrow.coverage).toBeLessThan(0.5);
    const ofWide = precisionRecallDensityCoverage(real, wide, 4, 5);
    expect(ofWide.precision).toBeLessThan(0.2);
    expect(ofWide.recall).toBeGreaterThan(0.9);
  });

  it("refuses what is no features, too few rows, and k below 1", () => {
    const rows = normalRows(20, 2, 1);
    const caller = "precisionRecallDensityCoverage";
    expectFeatureErrors(caller, "real", (real, dimension) =>
      precisionRecallDensityCoverage(real, rows, dimension, 3),
    );
    expectFeatureErrors(caller, "generated", (generated, dimension) =>
      precisionRecallDensityCoverage(rows, generated, dimension, 3),
    );
    expectDimensionErrors(caller, (dimension) => precisionRecallDensityCoverage(rows, rows, dimension, 3));
    expect(() => precisionRecallDensityCoverage(rows, rows.subarray(0, 6), 2, 3)).toThrow(
      new RangeError(`${caller}: generated must have at least 4 rows, got 3.`),
    );
    for (const k of [0, 2.5]) {
      expect(() => precisionRecallDensityCoverage(rows, rows, 2, k)).toThrow(
        new RangeError(`${caller}: k must be a positive integer, got ${k}.`),
      );
    }
  });
});
