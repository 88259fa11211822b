import { describe, expect, it } from "vitest";
import { covarianceFactor } from "../../src/distances/covarianceFactor.ts";
import { gaussianMoments } from "../../src/index.ts";
import { normalRows } from "../normalRows.ts";

function expectFactor(covariance: Float64Array, dimension: number, rank: number): void {
  const factor = covarianceFactor(covariance, dimension);
  expect(factor.length).toBe(rank * dimension);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++) {
      let sum = 0;
      for (let r = 0; r < rank; r++) sum += factor[r * dimension + i]! * factor[r * dimension + j]!;
      expect(sum).toBeCloseTo(covariance[i * dimension + j]!, 12);
    }
  }
}

describe("covarianceFactor", () => {
  it("times itself is the covariance, with as many rows as the rank", () => {
    // n images span n - 1 dimensions around their mean.
    for (const n of [2, 5, 8, 30]) {
      expectFactor(gaussianMoments(normalRows(n, 8, 1, n), 8).covariance, 8, Math.min(n - 1, 8));
    }
  });

  it("of a feature that is another's copy, or constant, has no row for it", () => {
    expectFactor(Float64Array.of(4, 4, 0, 4, 4, 0, 0, 0, 0), 3, 1);
    expectFactor(new Float64Array(9), 3, 0);
  });
});
