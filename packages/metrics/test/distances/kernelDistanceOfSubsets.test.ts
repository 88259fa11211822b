import { describe, expect, it } from "vitest";
import { kernelDistance, kernelDistanceOfSubsets } from "../../src/index.ts";
import { expectFeatureErrors } from "../expectFeatureErrors.ts";
import { expectRelative } from "../golden.ts";
import { normalRows } from "../normalRows.ts";

const x = normalRows(100, 3, 1, 0);
const y = normalRows(80, 3, 1, 1, 0.7);

describe("kernelDistanceOfSubsets", () => {
  it("of whole sets is the distance itself, without spread", () => {
    const { mean, standardDeviation } = kernelDistanceOfSubsets(x, y.subarray(0, 240), 3, {
      subsetSize: 80,
      subsets: 1,
      seed: 0,
    });
    const whole = kernelDistanceOfSubsets(x.subarray(0, 240), y, 3, { subsetSize: 80, subsets: 5, seed: 0 });
    expectRelative(whole.mean, kernelDistance(x.subarray(0, 240), y, 3).value, 1e-9);
    expect(whole.standardDeviation / whole.mean).toBeLessThan(1e-9);
    // 80 of 100 rows are another set.
    expect(standardDeviation).toBe(0);
    expect(mean).not.toBeCloseTo(kernelDistance(x, y, 3).value, 6);
  });

  it("has the whole sets' distance as its mean over many subsets, and the spread of a subset's size", () => {
    const { value } = kernelDistance(x, y, 3);
    const spreads = [10, 40].map((subsetSize) => {
      const { mean, standardDeviation } = kernelDistanceOfSubsets(x, y, 3, {
        subsetSize,
        subsets: 400,
        seed: 2,
      });
      expect(Math.abs(mean - value)).toBeLessThan((4 * standardDeviation) / Math.sqrt(400));
      return standardDeviation;
    });
    // About as 1/sqrt(size), and a subset of 40 of 80 has half its rows in common with the next.
    expect(spreads[0]! / spreads[1]!).toBeGreaterThan(2);
    expect(spreads[0]! / spreads[1]!).toBeLessThan(4.5);
  });

  it("is the same for the same seed, and another for another", () => {
    const of = (seed: number) => kernelDistanceOfSubsets(x, y, 3, { subsetSize: 20, subsets: 10, seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1).mean).not.toBe(of(2).mean);
  });

  it("draws the two sets each on their own: of one set twice the distance is below 0 or above, not 0 less a bias", () => {
    // With the same rows from both, k(x, x) would make it far below 0.
    const { mean, standardDeviation } = kernelDistanceOfSubsets(x, x, 3, {
      subsetSize: 20,
      subsets: 400,
      seed: 1,
    });
    const shared = kernelDistance(x.subarray(0, 60), x.subarray(0, 60), 3).value;
    expect(mean).toBeGreaterThan(shared / 2);
    expect(standardDeviation).toBeGreaterThan(0);
  });

  it("refuses what is no features, too few rows and options out of range", () => {
    const options = { subsetSize: 4, subsets: 1, seed: 0 };
    const rows = normalRows(20, 2, 1);
    const caller = "kernelDistanceOfSubsets";
    expectFeatureErrors(caller, "x", (wrong, dimension) =>
      kernelDistanceOfSubsets(wrong, rows, dimension, options),
    );
    expectFeatureErrors(caller, "y", (wrong, dimension) =>
      kernelDistanceOfSubsets(rows, wrong, dimension, options),
    );
    expect(() => kernelDistanceOfSubsets(x, y, 3, { subsetSize: 90, seed: 0 })).toThrow(
      new RangeError(`${caller}: y must have at least 90 rows, got 80.`),
    );
    for (const subsetSize of [3, 4.5, Number.NaN]) {
      expect(() => kernelDistanceOfSubsets(x, y, 3, { subsetSize, seed: 0 })).toThrow(
        new RangeError(`${caller}: subsetSize must be an integer of at least 4, got ${subsetSize}.`),
      );
    }
    expect(() => kernelDistanceOfSubsets(x, y, 3, { subsetSize: 10, subsets: 0, seed: 0 })).toThrow(
      new RangeError(`${caller}: subsets must be a positive integer, got 0.`),
    );
    expect(() => kernelDistanceOfSubsets(x, y, 3, { subsetSize: 10, seed: -1 })).toThrow(RangeError);
  });
});
