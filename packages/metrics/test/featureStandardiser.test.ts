import { describe, expect, it } from "vitest";
import { featureStandardiser, gaussianMoments, kernelDistance } from "../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "./expectFeatureErrors.ts";
import { normalRows } from "./normalRows.ts";

describe("featureStandardiser", () => {
  it("by hand, with a constant column", () => {
    const standardise = featureStandardiser(Float64Array.of(1, 5, 3, 5, 5, 5), 2);
    // Means 3 and 5; deviation over n sqrt(8/3), and none.
    const got = standardise(Float32Array.of(1, 7, 3, 5));
    const want = [2 * Math.tanh(-2 / Math.sqrt(8 / 3) / 2), 2 * Math.tanh(1), 0, 0];
    for (const [place, value] of want.entries()) expect(got[place]).toBeCloseTo(value, 12);
  });

  it("is z itself near the middle, and never beyond two", () => {
    const standardise = featureStandardiser(Float64Array.of(0, 2), 1);
    const [near, far, farther] = standardise(Float64Array.of(1.1, 1e3, -1e20));
    expect(near).toBeCloseTo(0.1, 3);
    expect(far).toBeCloseTo(2, 12);
    expect(farther).toBe(-2);
  });

  it("does not touch the real rows, and leaves them about the middle", () => {
    const real = normalRows(200, 3, 1).map((value, i) => [1000, 1, 0.001][i % 3]! * (value + 4));
    const before = real.slice();
    const { mean, covariance } = gaussianMoments(featureStandardiser(real, 3)(real), 3);
    for (let k = 0; k < 3; k++) {
      expect(Math.abs(mean[k]!)).toBeLessThan(0.05);
      // Of 2 tanh(z / 2), z normal: 0.694, by numerical integration.
      expect(Math.abs(covariance[4 * k]! - 0.694)).toBeLessThan(0.05);
    }
    expect(real).toEqual(before);
  });

  it("keeps one image far away from deciding the kernel distance", () => {
    const real = normalRows(100, 4, 1);
    const [generated, withOne] = [normalRows(100, 4, 2), normalRows(100, 4, 2)];
    withOne[0] = 1e6;
    const standardise = featureStandardiser(real, 4);
    const distance = (rows: Float32Array) => kernelDistance(standardise(real), standardise(rows), 4).value;
    expect(Math.abs(distance(withOne) - distance(generated))).toBeLessThan(0.1);
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
    expect(featureStandardiser(real, 1)(Float64Array.of(1.3))[0]).toBeCloseTo(2 * Math.tanh(0.5), 12);
  });

  it("refuses what is no features, and too few rows", () => {
    const real = normalRows(20, 2, 1);
    expectFeatureErrors("featureStandardiser", "real", (rows, dimension) =>
      featureStandardiser(rows, dimension),
    );
    expectFeatureErrors("featureStandardiser", "features", (rows) => featureStandardiser(real, 2)(rows));
    expectDimensionErrors("featureStandardiser", (dimension) => featureStandardiser(real, dimension));
    expect(() => featureStandardiser(real.subarray(0, 2), 2)).toThrow(
      new RangeError("featureStandardiser: real must have at least 2 rows, got 1."),
    );
  });
});
