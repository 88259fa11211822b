import { checkFeatures, type Features } from "../features.ts";
import { cubicKernel } from "../neighbours/forEachPair.ts";
import { kernelBetween, kernelWithin, sumOfSquares } from "./kernelMatrix.ts";

export interface KernelDistance {
  /** The squared maximum mean discrepancy, without bias: below 0 by chance where the two sets are of one distribution. */
  readonly value: number;
  /** The standard deviation that `value` has over sets of these sizes, estimated from these two. */
  readonly standardError: number;
}

/** Of either set: the residuals of a set's own kernel matrix have n (n - 3) / 2 degrees of freedom. */
const MIN_ROWS = 4;

/**
 * The kernel inception distance (KID), which is one where the features are Inception's: the unbiased estimate of the squared maximum
 * mean discrepancy between two sets of features, with the cubic kernel.
 *
 * `value = mean_{i≠j} k(x_i, x_j) + mean_{i≠j} k(y_i, y_j) - 2 mean_{i,j} k(x_i, y_j)`, `k(x, y) = (x · y / dimension + 1)³`
 *
 * The standard error is the U-statistic's own, of Hoeffding's decomposition: with x's share `g(x) = E k(x, X) - E k(x, Y)`, y's, and
 * the variances that both shares leave of the kernels,
 *
 * `standardError² = 4 var g(x) / n + 4 var g(y) / m + 2 var k(x, x') / (n (n - 1)) + 2 var k(y, y') / (m (m - 1)) + 4 var k(x, y) / (n m)`
 *
 * Each variance is estimated without bias from the sums of the kernel's rows, and one that comes out below 0 is taken as 0. So it also
 * holds where both sets are of one distribution: there the shares vanish and the last three terms remain.
 *
 * @param x - Rows of features, `[n, dimension]`, n from 4, values within ±1e25. Both sets on one scale, best standardised: the kernel
 *   weighs features by their size.
 * @param y - Rows of features, `[m, dimension]`, m from 4.
 * @returns The distance, which does not grow or shrink with n and m, and its standard error. Time grows with n², nothing else does.
 * @throws TypeError if a set is no Float32Array or Float64Array; RangeError if the dimension is no integer from 1, a set has no whole
 *   rows or fewer than 4, or holds NaN or a value out of range.
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

/** The variance of g over a set: that of the estimated shares, less what their means over the residuals add. */
function shareVariance(own: Float64Array, other: Float64Array, residual: number, noise: number): number {
  const shares = own.map((effect, i) => effect - other[i]!);
  return Math.max(sumOfSquares(shares) / (own.length - 1) - residual / (own.length - 2) - noise, 0);
}
