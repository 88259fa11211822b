import { describe, expect, it } from "vitest";
import { featureStandardiser, gaussianMoments, kernelDistance } from "../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "./expectFeatureErrors.ts";
import { normalRows } from "./normalRows.ts";

describe("featureStandardiser", () => {
  it("by hand: columns with and without the logarithm, and a constant one", () => {
    const e = Math.E - 1;
    const real = Float64Array.of(1, 0, 5, 3, e, 5, 5, -e, 5);
    const standardise = featureStandardiser(real, 3, { logarithmic: [1] });
    // Means 3, 0, 5; deviations over n sqrt(8/3), sqrt(2/3), none.
    const want = [-2 / Math.sqrt(8 / 3), -2 / Math.sqrt(2 / 3), 2];
    const got = standardise(Float32Array.of(1, 1 - Math.E ** 2, 7));
    for (const [column, value] of want.entries()) expect(got[column]).toBeCloseTo(value, 6);
  });

  it("leaves the real rows with mean 0 and deviation 1, and does not touch them", () => {
    const real = normalRows(50, 3, 1).map((value, i) => [1000, 1, 0.001][i % 3]! * (value + 4));
    const before = real.slice();
    const { mean, covariance } = gaussianMoments(featureStandardiser(real, 3)(real), 3);
    for (let k = 0; k < 3; k++) {
      expect(mean[k]).toBeCloseTo(0, 12);
      expect(covariance[4 * k]).toBeCloseTo(50 / 49, 12);
    }
    expect(real).toEqual(before);
  });

  it("makes distances independent of the features' units", () => {
    const units = [1e6, 1, 1e-6];
    const [x, y] = [normalRows(40, 3, 2, 0), normalRows(40, 3, 2, 1, 1)];
    const inUnits = (rows: Float32Array) => Float64Array.from(rows, (value, i) => units[i % 3]! * value);
    const distance = (real: Float64Array, generated: Float64Array) => {
      const standardise = featureStandardiser(real, 3);
      return kernelDistance(standardise(real), standardise(generated), 3).value;
    };
    const plain = distance(Float64Array.from(x), Float64Array.from(y));
    expect(distance(inUnits(x), inUnits(y)) / plain).toBeCloseTo(1, 9);
  });

  it("divides by nothing where only rounding makes a deviation", () => {
    const real = Float64Array.of(0.1 + 0.2, 0.3, 0.3);
    expect(featureStandardiser(real, 1)(Float64Array.of(1.3))[0]).toBeCloseTo(1, 12);
  });

  it("refuses what is no features, and columns that are none", () => {
    const real = normalRows(20, 2, 1);
    expectFeatureErrors("featureStandardiser", "real", (rows, dimension) =>
      featureStandardiser(rows, dimension),
    );
    expectFeatureErrors("featureStandardiser", "features", (rows) => featureStandardiser(real, 2)(rows));
    expectDimensionErrors("featureStandardiser", (dimension) => featureStandardiser(real, dimension));
    expect(() => featureStandardiser(real.subarray(0, 2), 2)).toThrow(
      new RangeError("featureStandardiser: real must have 2 rows or more, got 1."),
    );
    for (const column of [-1, 2, 0.5]) {
      expect(() => featureStandardiser(real, 2, { logarithmic: [column] })).toThrow(
        new RangeError(`featureStandardiser: logarithmic must hold columns, 0…1, got ${column}.`),
      );
    }
  });
});
