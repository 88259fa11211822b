import { describe, expect, it } from "vitest";
import { gaussianMoments } from "../../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "../expectFeatureErrors.ts";
import { dimensionOf, golden, rowsOf } from "../golden.ts";

describe("gaussianMoments", () => {
  it("gives the golden means and covariances", () => {
    for (const { x, mu_x, cov_x } of golden.frechet) {
      const { mean, covariance } = gaussianMoments(rowsOf(x), dimensionOf(x));
      expect(mean.length).toBe(mu_x.length);
      expect(covariance.length).toBe(cov_x.data.length);
      for (const [k, want] of mu_x.entries()) expect(mean[k]).toBeCloseTo(want, 12);
      for (const [k, want] of cov_x.data.entries()) expect(covariance[k]).toBeCloseTo(want, 12);
    }
  });

  it("by hand, in float32 too", () => {
    // Means 2 and 1; deviations (-1, 0), (0, 1), (1, -1).
    const { mean, covariance } = gaussianMoments(Float32Array.of(1, 1, 2, 2, 3, 0), 2);
    expect([...mean].map((value) => Number(value.toFixed(12)))).toEqual([2, 1]);
    expect([...covariance].map((value) => Number(value.toFixed(12)))).toEqual([1, -0.5, -0.5, 1]);
  });

  it("keeps the digits of a small spread around a large mean", () => {
    const { covariance } = gaussianMoments(Float64Array.of(1e9 - 1, 1e9, 1e9 + 1), 1);
    expect(covariance[0]).toBeCloseTo(1, 6);
  });

  it("refuses what is no features", () => {
    expectFeatureErrors("gaussianMoments", "features", gaussianMoments);
    expectDimensionErrors("gaussianMoments", (dimension) => gaussianMoments(new Float32Array(4), dimension));
    expect(() => gaussianMoments(new Float32Array(3), 3)).toThrow(
      new RangeError("gaussianMoments: features must have at least 2 rows, got 1."),
    );
  });
});
