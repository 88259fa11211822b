import { describe, expect, it } from "vitest";
import { type Features, nearestNeighbours } from "../../src/index.ts";
import { expectDimensionErrors, expectFeatureErrors } from "../expectFeatureErrors.ts";
import { golden, rowsOf } from "../golden.ts";
import { normalRows } from "../normalRows.ts";

/** By sorting all distances of each query. */
function bruteForce(queries: Features, references: Features, dimension: number, k: number) {
  const indices: number[] = [];
  const distances: number[] = [];
  for (let i = 0; i < queries.length / dimension; i++) {
    const all = Array.from({ length: references.length / dimension }, (_, j) => {
      let sum = 0;
      for (let c = 0; c < dimension; c++) {
        sum += (queries[i * dimension + c]! - references[j * dimension + c]!) ** 2;
      }
      return { j, distance: Math.sqrt(sum) };
    });
    for (const { j, distance } of all.sort((a, b) => a.distance - b.distance).slice(0, k)) {
      indices.push(j);
      distances.push(distance);
    }
  }
  return { indices: Int32Array.from(indices), distances: Float64Array.from(distances) };
}

describe("nearestNeighbours", () => {
  it("finds what sorting all distances finds, over many blocks and in many dimensions", () => {
    for (const [n, m, dimension, k] of [
      [150, 200, 3, 4],
      [10, 30, 5000, 1],
      [3, 1, 2, 1],
    ] as const) {
      const queries = normalRows(n, dimension, 1, 0);
      const references = normalRows(m, dimension, 1, 1);
      expect(nearestNeighbours(queries, references, dimension, k)).toEqual(
        bruteForce(queries, references, dimension, k),
      );
    }
  });

  it("by hand: one neighbor unless told otherwise, the first of equals first, a copy at exactly 0", () => {
    const references = Float64Array.of(0, 0, 3, 4, 3, 4, 0.1, 0.2);
    const { indices, distances } = nearestNeighbours(Float64Array.of(3, 4, 0, -5), references, 2);
    expect([...indices]).toEqual([1, 0]);
    expect([...distances]).toEqual([0, 5]);
    const three = nearestNeighbours(Float64Array.of(3, 4), references, 2, 3);
    expect([...three.indices]).toEqual([1, 2, 3]);
    expect([...three.distances.subarray(0, 2)]).toEqual([0, 0]);
    expect(three.distances[2]).toBeCloseTo(Math.hypot(2.9, 3.8), 14);
  });

  it("of one array with itself, passes over each row but not over its copies", () => {
    const rows = Float64Array.of(0, 1, 1, 5);
    const { indices, distances } = nearestNeighbours(rows, rows, 1, 2);
    expect([...indices]).toEqual([1, 2, 2, 0, 1, 0, 1, 2]);
    expect([...distances]).toEqual([1, 1, 0, 1, 0, 1, 4, 4]);
    const copy = nearestNeighbours(rows, Float64Array.from(rows), 1);
    expect([...copy.indices]).toEqual([0, 1, 1, 3]);
  });

  it("has the golden distances to the third neighbor in one set", () => {
    for (const { real, k, radius_real } of golden.precision_recall) {
      const rows = rowsOf(real);
      const { distances } = nearestNeighbours(rows, rows, real.shape[1]!, k);
      for (const [i, radius] of radius_real.entries())
        expect(distances[i * k + k - 1]).toBeCloseTo(radius, 12);
    }
  });

  it("refuses what is no features, too few rows, and k below 1", () => {
    const rows = normalRows(20, 2, 1);
    const caller = "nearestNeighbours";
    expectFeatureErrors(caller, "queries", (queries, dimension) =>
      nearestNeighbours(queries, rows, dimension),
    );
    expectFeatureErrors(caller, "references", (references, dimension) =>
      nearestNeighbours(rows, references, dimension),
    );
    expectDimensionErrors(caller, (dimension) => nearestNeighbours(rows, rows, dimension));
    expect(() => nearestNeighbours(new Float32Array(0), rows, 2)).toThrow(
      new RangeError(`${caller}: queries must have at least 1 row, got 0.`),
    );
    expect(() => nearestNeighbours(rows, rows.subarray(0, 4), 2, 3)).toThrow(
      new RangeError(`${caller}: references must have at least 3 rows, got 2.`),
    );
    expect(() => nearestNeighbours(rows, rows, 2, 20)).toThrow(
      new RangeError(`${caller}: references must have at least 21 rows, got 20.`),
    );
    for (const k of [0, 1.5]) {
      expect(() => nearestNeighbours(rows, rows, 2, k)).toThrow(
        new RangeError(`${caller}: k must be a positive integer, got ${k}.`),
      );
    }
  });
});
