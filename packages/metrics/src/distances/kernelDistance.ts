import { checkFeatures, type Features } from "../features.ts";
import { cubicKernel } from "../neighbours/forEachPair.ts";
import { kernelBetween, kernelWithin, sumOfSquares } from "./kernelMatrix.ts";

export interface KernelDistance {
  /** Unbiased squared maximum mean discrepancy. It can be below 0 by chance if both sets have the same distribution. */
  readonly value: number;
  /** Standard deviation of `value` over sets of these sizes, estimated from the two sets. */
  readonly standardError: number;
}

/** Minimum rows of each set: the residuals of a set's kernel matrix have n (n - 3) / 2 degrees of freedom. */
const MIN_ROWS = 4;

/**
 * Compute the kernel distance, an unbiased estimate of the squared maximum mean discrepancy between two sets of features with the cubic
 * kernel. With Inception features it is known as the kernel inception distance (KID).
 *
 * `value = mean_{i≠j} k(x_i, x_j) + mean_{i≠j} k(y_i, y_j) - 2 mean_{i,j} k(x_i, y_j)`, `k(x, y) = (x · y / dimension + 1)³`
 *
 * The standard error is that of the U-statistic, by Hoeffding's decomposition. With the projection `g(x) = E k(x, X) - E k(x, Y)`, the
 * corresponding projection of y, and the residual variances of the kernels after both projections,
 *
 * `standardError² = 4 var g(x) / n + 4 var g(y) / m + 2 var k(x, x') / (n (n - 1)) + 2 var k(y, y') / (m (m - 1)) + 4 var k(x, y) / (n m)`
 *
 * Each variance is estimated without bias from the row sums of the kernel, and negative estimates are set to 0. The formula also holds if
 * both sets have the same distribution: the projections vanish and the last three terms remain.
 *
 * @param x - Rows of features, `[n, dimension]`, n at least 4, values within ±1e25. Standardize both sets in the same way: the kernel
 *   weights features by their magnitude.
 * @param y - Rows of features, `[m, dimension]`, m at least 4.
 * @returns The distance, whose expectation does not depend on n and m, and its standard error. Time grows with n²; memory does not.
 * @throws TypeError if a set is not a Float32Array or Float64Array; RangeError if the dimension is not a positive integer, a set has
 *   incomplete rows or fewer than 4, or contains NaN or a value out of range.
 * @see Bińkowski et al. 2018, arXiv:1801.01401, section 4; Gretton et al. 2012, JMLR 13, Eq. 3; Hoeffding 1948, Annals of Mathematical
 *   Statistics 19.
 */
export function kernelDistance(x: Features, y: Features, dimension: number): KernelDistance {
  const n = checkFeatures("kernelDistance", "x", x, dimension, MIN_ROWS);
  const m = checkFeatures("kernelDistance", "y", y, dimension, MIN_ROWS);
  const shift = cubicKernel(
    Float64Array.from(x.subarray(0, dimension)),
    0,
    Float64Array.from(y.subarray(0, dimension)),
    0,
    dimension,
  );
  const xx = kernelWithin(x, dimension, shift);
  const yy = kernelWithin(y, dimension, shift);
  const xy = kernelBetween(x, y, dimension, shift);

  const noise = xy.residualVariance;
  const ofX = shareVariance(xx.rowEffects, xy.rowEffects, xx.residualVariance, noise / m);
  const ofY = shareVariance(yy.rowEffects, xy.columnEffects, yy.residualVariance, noise / n);
  const variance =
    (4 * ofX) / n +
    (4 * ofY) / m +
    (2 * xx.residualVariance) / (n * (n - 1)) +
    (2 * yy.residualVariance) / (m * (m - 1)) +
    (4 * noise) / (n * m);
  return { value: xx.mean + yy.mean - 2 * xy.mean, standardError: Math.sqrt(variance) };
}

/** Return the variance of g over a set: that of the estimated projections, minus the contribution of the residuals to their means. */
function shareVariance(own: Float64Array, other: Float64Array, residual: number, noise: number): number {
  const shares = own.map((effect, i) => effect - other[i]!);
  return Math.max(sumOfSquares(shares) / (own.length - 1) - residual / (own.length - 2) - noise, 0);
}
