import type { Features } from "../features.ts";

/** Numbers of each matrix processed at a time (256 KiB in float64), to fit into the cache. */
const BLOCK_VALUES = 32768;
const MIN_BLOCK_ROWS = 8;
const MAX_BLOCK_ROWS = 64;

/** A function of two rows of length `dimension`, which start at `i` in `x` and at `j` in `y`. */
export type OfRows = (x: Float64Array, i: number, y: Float64Array, j: number, dimension: number) => number;

/**
 * Call `visit(i, j, ofRows(row i of x, row j of y))` for every i and j, in float64 and without storing the matrix. For each i, the js are
 * ascending.
 */
export function forEachPair(
  x: Features,
  y: Features,
  dimension: number,
  ofRows: OfRows,
  visit: (i: number, j: number, value: number) => void,
): void {
  const fitting = Math.floor(BLOCK_VALUES / dimension);
  const blockRows = Math.min(Math.max(fitting, MIN_BLOCK_ROWS), MAX_BLOCK_ROWS);
  const xBlock = new Float64Array(blockRows * dimension);
  const yBlock = new Float64Array(blockRows * dimension);
  const xRows = x.length / dimension;
  const yRows = y.length / dimension;
  for (let xStart = 0; xStart < xRows; xStart += blockRows) {
    const xEnd = Math.min(xStart + blockRows, xRows);
    xBlock.set(x.subarray(xStart * dimension, xEnd * dimension));
    for (let yStart = 0; yStart < yRows; yStart += blockRows) {
      const yEnd = Math.min(yStart + blockRows, yRows);
      yBlock.set(y.subarray(yStart * dimension, yEnd * dimension));
      for (let i = xStart; i < xEnd; i++) {
        for (let j = yStart; j < yEnd; j++) {
          visit(i, j, ofRows(xBlock, (i - xStart) * dimension, yBlock, (j - yStart) * dimension, dimension));
        }
      }
    }
  }
}

/** Compute `sum (x - y)²`, from differences rather than products, so that identical rows have a distance of exactly 0. */
export const squaredDistance: OfRows = (x, i, y, j, dimension) => {
  let sum = 0;
  for (let k = 0; k < dimension; k++) {
    const difference = x[i + k]! - y[j + k]!;
    sum += difference * difference;
  }
  return sum;
};

/** Compute `(x · y / dimension + 1)³`, the kernel of the kernel inception distance. */
export const cubicKernel: OfRows = (x, i, y, j, dimension) => {
  let product = 0;
  for (let k = 0; k < dimension; k++) product += x[i + k]! * y[j + k]!;
  return (product / dimension + 1) ** 3;
};
