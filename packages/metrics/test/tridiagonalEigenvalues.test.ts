import { describe, expect, it } from "vitest";
import { tridiagonalEigenvalues } from "../src/tridiagonalEigenvalues.ts";

describe("tridiagonalEigenvalues", () => {
  it("of second differences are 2 - 2 cos(k pi / (n + 1))", () => {
    for (const n of [1, 2, 3, 200]) {
      const values = tridiagonalEigenvalues(
        new Float64Array(n).fill(2),
        new Float64Array(n - 1).fill(-1),
      ).sort();
      expect(values.length).toBe(n);
      for (let k = 1; k <= n; k++) {
        expect(Math.abs(values[k - 1]! - (2 - 2 * Math.cos((k * Math.PI) / (n + 1))))).toBeLessThan(1e-13);
      }
    }
  });

  it("of a matrix in parts are those of its parts", () => {
    // [[0,3],[3,0]]: ±3. Then 7 alone, then [[1,2],[2,1]]: 3 and -1.
    const values = tridiagonalEigenvalues(Float64Array.of(0, 0, 7, 1, 1), Float64Array.of(3, 0, 0, 2)).sort();
    for (const [k, want] of [-3, -1, 3, 3, 7].entries()) expect(values[k]).toBeCloseTo(want, 13);
  });

  it("of a diagonal matrix are its diagonal", () => {
    expect([...tridiagonalEigenvalues(Float64Array.of(3, 0, -1), new Float64Array(2))]).toEqual([3, 0, -1]);
  });
});
