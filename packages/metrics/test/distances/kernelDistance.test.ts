import { describe, expect, it } from "vitest";
import { type Features, kernelDistance } from "../../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "../expectFeatureErrors.ts";
import { dimensionOf, expectRelative, golden, rowsOf } from "../golden.ts";
import { normalRows } from "../normalRows.ts";

/** Of row i of `a` and row j of `b`. */
function kernel(a: Features, i: number, b: Features, j: number, dimension: number): number {
  let product = 0;
  for (let k = 0; k < dimension; k++) product += a[i * dimension + k]! * b[j * dimension + k]!;
  return (product / dimension + 1) ** 3;
}

/** The definition, number by number. */
function bruteForce(x: Features, y: Features, dimension: number): number {
  const mean = (a: Features, b: Features, isPair: (i: number, j: number) => boolean) => {
    const values: number[] = [];
    for (let i = 0; i < a.length / dimension; i++) {
      for (let j = 0; j < b.length / dimension; j++) {
        if (isPair(i, j)) values.push(kernel(a, i, b, j, dimension));
      }
    }
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const others = (i: number, j: number) => i !== j;
  return mean(x, x, others) + mean(y, y, others) - 2 * mean(x, y, () => true);
}

describe("kernelDistance", () => {
  it("gives the golden values", () => {
    expect(golden.kid.length).toBe(3);
    for (const { x, y, kid_unbiased } of golden.kid) {
      expectRelative(kernelDistance(rowsOf(x), rowsOf(y), dimensionOf(x)).value, kid_unbiased, 1e-9);
    }
  });

  it("is what the definition says, with more rows than a block holds, and in many dimensions", () => {
    for (const [n, m, dimension] of [
      [70, 130, 3],
      [9, 20, 5000],
    ] as const) {
      const x = normalRows(n, dimension, 1, 0);
      const y = normalRows(m, dimension, 1, 1, 0.5);
      expectRelative(kernelDistance(x, y, dimension).value, bruteForce(x, y, dimension), 1e-9);
    }
  });

  it("of one feature by hand", () => {
    // k(1,1) = 8, k(-1,-1) = 8, k(1,-1) = 0. x = 1,1,1,1: mean 8; y = -1,-1,-1,-1: mean 8; between: 0.
    const { value, standardError } = kernelDistance(
      Float64Array.of(1, 1, 1, 1),
      Float64Array.of(-1, -1, -1, -1),
      1,
    );
    expect(value).toBe(16);
    expect(standardError).toBe(0);
  });

  it("is symmetric, and takes float32 for float64", () => {
    const x = normalRows(30, 4, 2, 0);
    const y = normalRows(20, 4, 2, 1, 1);
    const distance = kernelDistance(x, y, 4);
    const other = kernelDistance(Float64Array.from(y), Float64Array.from(x), 4);
    expectRelative(other.value, distance.value, 1e-12);
    expectRelative(other.standardError, distance.standardError, 1e-12);
  });

  it("has the standard error of the decomposition's five terms, from whole matrices", () => {
    const [n, m] = [9, 7];
    const x = normalRows(n, 2, 6, 0);
    const y = normalRows(m, 2, 6, 1, 1);
    const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const matrix = (a: Features, b: Features) =>
      Array.from({ length: a.length / 2 }, (_, i) =>
        Array.from({ length: b.length / 2 }, (_, j) => kernel(a, i, b, j, 2)),
      );
    // A set's own matrix: what its rows, without the diagonal, and the total mean leave. Effects by Gauss-Seidel.
    const own = (a: Features) => {
      const rows = matrix(a, a);
      const size = rows.length;
      const center = mean(rows.flatMap((row, i) => row.filter((_, j) => j !== i)));
      const effects = new Array<number>(size).fill(0);
      for (let round = 0; round < 100; round++) {
        for (const [i, row] of rows.entries()) {
          effects[i] = mean(row.map((k, j) => k - center - effects[j]!).filter((_, j) => j !== i));
        }
      }
      const residuals = rows.flatMap((row, i) =>
        row.map((k, j) => k - center - effects[i]! - effects[j]!).filter((_, j) => j !== i),
      );
      return { effects, variance: squares(residuals) / (size * (size - 3)) };
    };
    const between = matrix(x, y);
    const center = mean(between.flat());
    const rowEffects = between.map((row) => mean(row) - center);
    const columnEffects = between[0]!.map((_, j) => mean(between.map((row) => row[j]!)) - center);
    const noise =
      squares(
        between.flatMap((row, i) => row.map((k, j) => k - center - rowEffects[i]! - columnEffects[j]!)),
      ) /
      ((n - 1) * (m - 1));
    const [ofX, ofY] = [own(x), own(y)];
    const share = (effects: readonly number[], other: readonly number[]) =>
      squares(effects.map((effect, i) => effect - other[i]!)) / (effects.length - 1);
    const want =
      (4 / n) * (share(ofX.effects, rowEffects) - ofX.variance / (n - 2) - noise / m) +
      (4 / m) * (share(ofY.effects, columnEffects) - ofY.variance / (m - 2) - noise / n) +
      (2 * ofX.variance) / (n * (n - 1)) +
      (2 * ofY.variance) / (m * (m - 1)) +
      (4 * noise) / (n * m);
    expectRelative(kernelDistance(x, y, 2).standardError, Math.sqrt(want), 1e-9);
  });

  it.each([
    ["of one distribution", 0],
    ["of two distributions", 1],
  ])("has the standard error that repeated draws %s show, and no bias", (_, shift) => {
    const draws = 400;
    const distances = Array.from({ length: draws }, (_, draw) =>
      kernelDistance(normalRows(40, 8, 3, draw), normalRows(60, 8, 4, draw, shift), 8),
    );
    const mean = distances.reduce((sum, { value }) => sum + value, 0) / draws;
    const deviation = Math.sqrt(distances.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / draws);
    const stated = Math.sqrt(distances.reduce((sum, d) => sum + d.standardError ** 2, 0) / draws);
    // Of N(0, I) and N(s, I) in d dimensions, with a = s²: E (x·x'/d + 1)³ = 1 + 3/d, and with means on either side the moments of
    // x·y/d, of mean u and variance v, give 1 + 3u + 3(u² + v) + E(x·y/d)³.
    const want = shift === 0 ? 0 : meanKernel(8, 1, 1) + meanKernel(8, 0, 0) - 2 * meanKernel(8, 0, 1);
    expect(Math.abs(mean - want)).toBeLessThan((4 * deviation) / Math.sqrt(draws));
    // Variances that come out below 0 are taken as 0, which adds up to a fifth where there is no distance.
    expect(stated / deviation).toBeGreaterThan(0.9);
    expect(stated / deviation).toBeLessThan(shift === 0 ? 1.25 : 1.1);
  });

  it("keeps its digits where the features' mean is large against their spread", () => {
    // y is x and one feature more by 1e-3: every product moves, by at most 1e-3 of 1e4.
    const x = Float64Array.from(normalRows(20, 2, 5), (value) => 100 + value);
    const y = x.map((value, i) => value + (i % 2) * 1e-3);
    expectRelative(kernelDistance(x, y, 2).value, bruteForce(x, y, 2), 1e-4);
  });

  it("refuses what is no features", () => {
    const rows = normalRows(20, 2, 1);
    expectFeatureErrors("kernelDistance", "x", (x, dimension) => kernelDistance(x, rows, dimension));
    expectFeatureErrors("kernelDistance", "y", (y, dimension) => kernelDistance(rows, y, dimension));
    expectDimensionErrors("kernelDistance", (dimension) => kernelDistance(rows, rows, dimension));
    expect(() => kernelDistance(rows, rows.subarray(0, 6), 2)).toThrow(
      new RangeError("kernelDistance: y must have at least 4 rows, got 3."),
    );
  });
});

/**
 * `E (x·y/d + 1)³` of x ~ N(s, I), y ~ N(t, I), where s and t are the same in all d dimensions: x·y is the sum of d independent products
 * p, whose cumulants are those of (s + e)(t + f): mean st, variance s² + t² + 1, third cumulant 6st.
 */
function meanKernel(d: number, s: number, t: number): number {
  const mean = s * t + 1;
  const variance = (s ** 2 + t ** 2 + 1) / d;
  const third = (6 * s * t) / d ** 2;
  return mean ** 3 + 3 * mean * variance + third;
}
