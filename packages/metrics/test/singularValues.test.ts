import { describe, expect, it } from "vitest";
import { singularValues } from "../src/singularValues.ts";
import { expectRelative } from "./golden.ts";
import { normalRows } from "./normalRows.ts";

const sorted = (values: Float64Array) => [...values].sort((a, b) => b - a);

describe("singularValues", () => {
  it("of a triangle of ones are the golden ratio and its inverse", () => {
    const [larger, smaller] = sorted(singularValues(Float64Array.of(1, 1, 0, 1), 2, 2));
    expect(larger).toBeCloseTo((1 + Math.sqrt(5)) / 2, 14);
    expect(smaller).toBeCloseTo((Math.sqrt(5) - 1) / 2, 14);
  });

  it("of a matrix with more rows than columns, one of them negative, by hand", () => {
    const [larger, smaller] = sorted(singularValues(Float64Array.of(0, -4, 3, 0, 0, 0), 3, 2));
    expect(larger).toBeCloseTo(4, 14);
    expect(smaller).toBeCloseTo(3, 14);
  });

  it("are the roots of the eigenvalues' power sums", () => {
    const [rows, columns] = [23, 17];
    const matrix = Float64Array.from(normalRows(rows, columns, 1));
    // M = AᵀA; sum sigma² = tr M, sum sigma⁴ = tr M², sum sigma⁶ = tr M³.
    const gram = (i: number, j: number) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += matrix[r * columns + i]! * matrix[r * columns + j]!;
      return sum;
    };
    const m = Array.from({ length: columns }, (_, i) =>
      Array.from({ length: columns }, (_, j) => gram(i, j)),
    );
    const times = (a: number[][], b: number[][]) =>
      a.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
    const trace = (a: number[][]) => a.reduce((sum, row, i) => sum + row[i]!, 0);
    const values = singularValues(Float64Array.from(matrix), rows, columns);
    const powerSum = (power: number) => values.reduce((sum, value) => sum + value ** power, 0);
    expect(values.length).toBe(columns);
    expectRelative(powerSum(2), trace(m), 1e-12);
    expectRelative(powerSum(4), trace(times(m, m)), 1e-12);
    expectRelative(powerSum(6), trace(times(m, times(m, m))), 1e-12);
  });

  it("keep 15 digits of the largest where others are tiny, and are 0 where the rank ends", () => {
    // Orthogonal columns of lengths 1, 1e-9 and 0: the squares would lose the second.
    const c = Math.SQRT1_2;
    const values = sorted(singularValues(Float64Array.of(c, c * 1e-9, 0, c, -c * 1e-9, 0, 0, 0, 0), 3, 3));
    expect(values[0]).toBeCloseTo(1, 15);
    expect(Math.abs(values[1]! - 1e-9)).toBeLessThan(1e-15);
    expect(values[2]).toBeLessThan(1e-15);
  });

  it("of zeros are 0, and of no columns none", () => {
    expect(sorted(singularValues(new Float64Array(6), 3, 2))).toEqual([0, 0]);
    expect(singularValues(new Float64Array(0), 3, 0).length).toBe(0);
  });
});
