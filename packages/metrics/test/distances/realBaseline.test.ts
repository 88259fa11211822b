import { describe, expect, it } from "vitest";
import {
  frechetDistance,
  kernelDistance,
  precisionRecallDensityCoverage,
  realBaseline,
} from "../../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "../expectFeatureErrors.ts";
import { normalRows } from "../normalRows.ts";

const real = normalRows(200, 4, 1);
const kernel = (x: Float64Array, y: Float64Array) => ({ kernel: kernelDistance(x, y, 4).value });

describe("realBaseline", () => {
  it("measures disjoint halves of the real rows", () => {
    const rows = Float64Array.from({ length: 11 }, (_, row) => 2 ** row);
    const seen = new Set<number>();
    const sets: number[][] = [];
    realBaseline(
      rows,
      1,
      (x, y) => {
        sets.push([...x, ...y]);
        return { none: 0 };
      },
      { seed: 1, splits: 20 },
    );
    for (const set of sets) {
      expect(new Set(set).size).toBe(10);
      for (const value of set) seen.add(value);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([...rows]);
    expect(new Set(sets.map((set) => set.join())).size).toBe(20);
  });

  it("has the mean and the deviation over n - 1 of each number", () => {
    let call = 0;
    const got = realBaseline(real, 4, () => ({ up: [1, 2, 6][call++]!, same: 5 }), { seed: 0, splits: 3 });
    expect(got.up.mean).toBe(3);
    expect(got.up.standardDeviation).toBeCloseTo(Math.sqrt(7), 12);
    expect(got.same).toEqual({ mean: 5, standardDeviation: 0 });
  });

  it("of kernel distance lies around 0, of Fréchet distance is the bias that falls with the size", () => {
    const measure = (x: Float64Array, y: Float64Array) => ({
      ...kernel(x, y),
      frechet: frechetDistance(x, y, 4),
      ...precisionRecallDensityCoverage(x, y, 4, 3),
    });
    const large = realBaseline(real, 4, measure, { seed: 2 });
    const small = realBaseline(real, 4, measure, { seed: 2, size: 25 });
    expect(Math.abs(large.kernel.mean)).toBeLessThan(2 * large.kernel.standardDeviation);
    expect(small.frechet.mean / large.frechet.mean).toBeGreaterThan(2.5);
    expect(small.kernel.standardDeviation).toBeGreaterThan(2 * large.kernel.standardDeviation);
    expect(large.precision.mean).toBeGreaterThan(0.7);
    expect(large.recall.mean).toBeLessThan(1);
  });

  it("is the same for the same seed, and another for another", () => {
    const of = (seed: number) => realBaseline(real, 4, kernel, { seed, splits: 3 });
    expect(of(1)).toEqual(of(1));
    expect(of(1).kernel.mean).not.toBe(of(2).kernel.mean);
  });

  it("refuses what is no features, and options out of range", () => {
    expectFeatureErrors("realBaseline", "real", (rows, dimension) =>
      realBaseline(rows, dimension, kernel, { seed: 0 }),
    );
    expectDimensionErrors("realBaseline", (dimension) => realBaseline(real, dimension, kernel, { seed: 0 }));
    expect(() => realBaseline(real, 4, kernel, { seed: 0, size: 101 })).toThrow(
      new RangeError("realBaseline: real must have at least 2 x 101 rows, got 200."),
    );
    for (const size of [0, 2.5]) {
      expect(() => realBaseline(real, 4, kernel, { seed: 0, size })).toThrow(
        new RangeError(`realBaseline: size must be a positive integer, got ${size}.`),
      );
    }
    for (const splits of [1, 2.5]) {
      expect(() => realBaseline(real, 4, kernel, { seed: 0, splits })).toThrow(
        new RangeError(`realBaseline: splits must be an integer of at least 2, got ${splits}.`),
      );
    }
    expect(() => realBaseline(real, 4, kernel, { seed: -1 })).toThrow(RangeError);
  });
});
