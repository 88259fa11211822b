import type { Features } from "../features.ts";
import { cubicKernel, forEachPair } from "../neighbours/forEachPair.ts";

/**
 * Decomposition of the kernel matrix of two sets of rows, as in an analysis of variance:
 * `k(x_i, y_j) = mean + rowEffects[i] + columnEffects[j] + residual`. The `shift` is subtracted from the mean.
 */
export interface KernelMatrix {
  readonly mean: number;
  readonly rowEffects: Float64Array;
  readonly columnEffects: Float64Array;
  /** Unbiased estimate of the residual variance. */
  readonly residualVariance: number;
}

/**
 * Decompose the kernel matrix of the rows of `x` with those of `y`.
 *
 * @param shift - A typical value of the kernel, subtracted from all values to preserve precision.
 */
export function kernelBetween(x: Features, y: Features, dimension: number, shift: number): KernelMatrix {
  const n = x.length / dimension;
  const m = y.length / dimension;
  const rowSums = new Float64Array(n);
  const columnSums = new Float64Array(m);
  let squares = 0;
  forEachPair(x, y, dimension, cubicKernel, (i, j, kernel) => {
    const value = kernel - shift;
    rowSums[i]! += value;
    columnSums[j]! += value;
    squares += value * value;
  });
  const mean = sum(rowSums) / (n * m);
  const rowEffects = rowSums.map((value) => value / m - mean);
  const columnEffects = columnSums.map((value) => value / n - mean);
  const explained = n * m * mean ** 2 + m * sumOfSquares(rowEffects) + n * sumOfSquares(columnEffects);
  const residualVariance = Math.max(squares - explained, 0) / ((n - 1) * (m - 1));
  return { mean, rowEffects, columnEffects, residualVariance };
}

/** Decompose the kernel matrix of the rows of `x` with each other, without the diagonal. Requires at least 4 rows. */
export function kernelWithin(x: Features, dimension: number, shift: number): KernelMatrix {
  const n = x.length / dimension;
  const rowSums = new Float64Array(n);
  let squares = 0;
  forEachPair(x, x, dimension, cubicKernel, (i, j, kernel) => {
    if (i === j) return;
    const value = kernel - shift;
    rowSums[i]! += value;
    squares += value * value;
  });
  const mean = sum(rowSums) / (n * (n - 1));
  // Least squares without a diagonal: the mean of row i lacks its own column effect, and the effects sum to 0.
  const effects = rowSums.map((value) => (value - (n - 1) * mean) / (n - 2));
  const explained = n * (n - 1) * mean ** 2 + 2 * (n - 2) * sumOfSquares(effects);
  const residualVariance = Math.max(squares - explained, 0) / (n * (n - 3));
  return { mean, rowEffects: effects, columnEffects: effects, residualVariance };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

export function sumOfSquares(values: Float64Array): number {
  return values.reduce((total, value) => total + value * value, 0);
}
