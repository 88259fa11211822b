import { describe, expect, it } from "vitest";
import { frechetDistance, gaussianFrechetDistance, gaussianMoments } from "../../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "../expectFeatureErrors.ts";
import { dimensionOf, expectRelative, golden, rowsOf } from "../golden.ts";
import { normalRows } from "../normalRows.ts";

function diagonal(variances: readonly number[]): Float64Array {
  const d = variances.length;
  return Float64Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? variances[k / (d + 1)]! : 0));
}

/** `v vᵀ`: of rank 1. */
function outer(v: readonly number[]): Float64Array {
  return Float64Array.from(v.flatMap((a) => v.map((b) => a * b)));
}

describe("frechetDistance", () => {
  it("gives the golden values", () => {
    expect(golden.frechet.map(({ name }) => name)).toContain("rank_deficient");
    for (const { name, x, y, frechet } of golden.frechet) {
      const distance = frechetDistance(rowsOf(x), rowsOf(y), dimensionOf(x));
      // Equal sets: 0, where the golden value is rounding.
      if (name === "same") expect(distance).toBeLessThan(1e-12);
      else expectRelative(distance, frechet, name === "rank_deficient" ? 1e-6 : 1e-9);
    }
  });

  it("of few images with many features, is what the images' own plane says", () => {
    // Three images in 50 dimensions differ in their plane alone. Turned into it by axes, nothing changes.
    const plane = (rows: readonly (readonly number[])[], dimension: number) =>
      Float64Array.from(
        rows.flatMap((row) => [...row, ...new Array<number>(dimension - row.length).fill(0)]),
      );
    const x = [
      [0, 0],
      [2, 1],
      [1, 3],
    ];
    const y = [
      [1, 1],
      [4, 0],
      [0, 5],
    ];
    expectRelative(
      frechetDistance(plane(x, 50), plane(y, 50), 50),
      frechetDistance(plane(x, 2), plane(y, 2), 2),
      1e-12,
    );
  });

  it("of two images and many is the closed form of a covariance v vᵀ", () => {
    const dimension = 8;
    const x = normalRows(2, dimension, 4, 0);
    const y = normalRows(30, dimension, 4, 1, 1);
    const { mean, covariance } = gaussianMoments(y, dimension);
    // |mean difference|² + |v|² + tr C - 2 sqrt(vᵀ C v), v = (x_1 - x_0) / sqrt(2).
    const v = Array.from({ length: dimension }, (_, k) => (x[dimension + k]! - x[k]!) / Math.SQRT2);
    let want = 0;
    let product = 0;
    for (let i = 0; i < dimension; i++) {
      want += ((x[i]! + x[dimension + i]!) / 2 - mean[i]!) ** 2 + v[i]! ** 2 + covariance[i * dimension + i]!;
      for (let j = 0; j < dimension; j++) product += v[i]! * covariance[i * dimension + j]! * v[j]!;
    }
    want -= 2 * Math.sqrt(product);
    expectRelative(frechetDistance(x, y, dimension), want, 1e-12);
    expectRelative(frechetDistance(y, x, dimension), want, 1e-12);
  });

  it("does not change when both sets are turned or moved, and grows with the square of the scale", () => {
    const dimension = 6;
    const x = Float64Array.from(normalRows(40, dimension, 1, 0));
    const y = Float64Array.from(normalRows(30, dimension, 1, 1, 0.3)).map(
      (value, k) => value * (1 + (k % dimension)),
    );
    const distance = frechetDistance(x, y, dimension);
    // Reflection at the plane orthogonal to (1, …, 1): a row less twice its mean.
    const turn = (rows: Float64Array) =>
      rows.map((value, k) => {
        const row = rows.subarray(k - (k % dimension), k - (k % dimension) + dimension);
        return value - (2 / dimension) * row.reduce((sum, other) => sum + other, 0);
      });
    expectRelative(frechetDistance(turn(x), turn(y), dimension), distance, 1e-12);
    const move = (rows: Float64Array) => rows.map((value) => value + 7);
    expectRelative(frechetDistance(move(x), move(y), dimension), distance, 1e-12);
    const scale = (rows: Float64Array) => rows.map((value) => value * 3);
    expectRelative(frechetDistance(scale(x), scale(y), dimension), 9 * distance, 1e-12);
    expectRelative(frechetDistance(y, x, dimension), distance, 1e-12);
  });

  it("of 500 x 64 numbers drawn from N(0, I) and N(1, 4 I) is near 64 (1 + 1)", () => {
    const x = normalRows(500, 64, 2, 0);
    const y = normalRows(500, 64, 2, 1).map((value) => 1 + 2 * value);
    // The bias of 500 images of 64 features adds some percent, and never takes away.
    const distance = frechetDistance(x, y, 64);
    expect(distance).toBeGreaterThan(128);
    expect(distance).toBeLessThan(128 * 1.1);
  });

  it("refuses what is no features", () => {
    const rows = normalRows(20, 2, 1);
    expectFeatureErrors("frechetDistance", "x", (x, dimension) => frechetDistance(x, rows, dimension));
    expectFeatureErrors("frechetDistance", "y", (y, dimension) => frechetDistance(rows, y, dimension));
    expectDimensionErrors("frechetDistance", (dimension) => frechetDistance(rows, rows, dimension));
    expect(() => frechetDistance(rows.subarray(0, 2), rows, 2)).toThrow(
      new RangeError("frechetDistance: x must have at least 2 rows, got 1."),
    );
  });
});

describe("gaussianFrechetDistance", () => {
  it("of diagonal covariances is |mean difference|² + sum (sigma_x - sigma_y)²", () => {
    const x = { mean: Float64Array.of(0, 1, 2), covariance: diagonal([1, 4, 9]) };
    const y = { mean: Float64Array.of(1, 1, 0), covariance: diagonal([4, 4, 0]) };
    // 1 + 0 + 4, and (1-2)² + 0 + 3².
    expect(gaussianFrechetDistance(x, y)).toBeCloseTo(5 + 10, 12);
  });

  it("of covariances of rank 1, v vᵀ and w wᵀ, is |v|² + |w|² - 2 |v·w|", () => {
    const mean = new Float64Array(3);
    // 14 + 14 - 2 |1·3 + 2·(-2) + 3·1|
    const x = { mean, covariance: outer([1, 2, 3]) };
    expect(gaussianFrechetDistance(x, { mean, covariance: outer([3, -2, 1]) })).toBeCloseTo(28 - 4, 12);
    expect(gaussianFrechetDistance(x, { mean, covariance: outer([-1, -2, -3]) })).toBeCloseTo(0, 12);
  });

  it("without any spread is the means' squared distance", () => {
    const covariance = new Float64Array(4);
    const x = { mean: Float64Array.of(1, 2), covariance };
    expect(gaussianFrechetDistance(x, { mean: Float64Array.of(4, 6), covariance })).toBe(25);
    expect(gaussianFrechetDistance(x, { mean: Float64Array.of(1, 2), covariance: diagonal([2, 3]) })).toBe(5);
  });

  it("of covariances that do not commute: the 2 x 2 closed form", () => {
    // tr (AB)^½ = sqrt(tr AB + 2 sqrt(det AB)). A = [[2,1],[1,2]], B = [[1,0],[0,4]]: tr AB = 10, det AB = 12.
    const mean = new Float64Array(2);
    const distance = gaussianFrechetDistance(
      { mean, covariance: Float64Array.of(2, 1, 1, 2) },
      { mean, covariance: Float64Array.of(1, 0, 0, 4) },
    );
    expect(distance).toBeCloseTo(9 - 2 * Math.sqrt(10 + 2 * Math.sqrt(12)), 12);
  });

  it("is frechetDistance, given the sets' moments, and leaves them as they were", () => {
    const x = normalRows(30, 4, 3, 0);
    const y = normalRows(20, 4, 3, 1);
    const moments = [gaussianMoments(x, 4), gaussianMoments(y, 4)] as const;
    const before = structuredClone(moments);
    expect(gaussianFrechetDistance(...moments)).toBe(frechetDistance(x, y, 4));
    expect(moments).toEqual(before);
  });

  it("refuses moments that do not fit, and covariances that are none", () => {
    const x = { mean: new Float64Array(2), covariance: diagonal([1, 1]) };
    const refuse = (y: Partial<typeof x>) => expect(() => gaussianFrechetDistance(x, { ...x, ...y }));
    const y = "gaussianFrechetDistance: y";
    refuse({ mean: new Float64Array(3) }).toThrow(new RangeError(`${y}.mean must have 2 values, got 3.`));
    refuse({ covariance: new Float64Array(2) }).toThrow(
      new RangeError(`${y}.covariance must have 4 values, got 2.`),
    );
    // @ts-expect-error moments are float64
    refuse({ covariance: new Float32Array(4) }).toThrow(
      new TypeError(`${y}.covariance must be a Float64Array, got Float32Array.`),
    );
    refuse({ mean: Float64Array.of(0, Number.NaN) }).toThrow(
      new RangeError(`${y}.mean must have values within ±1e+50, got NaN.`),
    );
    refuse({ covariance: diagonal([1, -1]) }).toThrow(
      new RangeError(`${y}.covariance must have variances of at least 0, got -1.`),
    );
    refuse({ covariance: Float64Array.of(1, 0.5, 0.4, 1) }).toThrow(
      new RangeError(`${y}.covariance must be symmetric, got 0.4 and 0.5 for features 0 and 1.`),
    );
    const none = { mean: new Float64Array(0), covariance: new Float64Array(0) };
    expect(() => gaussianFrechetDistance(none, none)).toThrow(
      new RangeError("gaussianFrechetDistance: x.mean must have at least 1 values, got 0."),
    );
  });
});
