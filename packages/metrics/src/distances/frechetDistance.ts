import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkFeatures, type Features, kindOf } from "../features.ts";
import { covarianceFactor } from "./covarianceFactor.ts";
import { type GaussianMoments, gaussianMoments } from "./gaussianMoments.ts";

/** Of the largest variance: how far the two halves of a covariance may differ. */
const ASYMMETRY = 1e-9;
const LARGEST_MOMENT = 1e50;

/**
 * The Fréchet distance between the normal distributions of two sets of features, which is called FID where the features are Inception's.
 *
 * `distance = |mean_x - mean_y|² + tr(C_x) + tr(C_y) - 2 tr((C_x C_y)^½)`, with the covariances C of `gaussianMoments`
 *
 * With few images it is far too large: the bias falls like 1/n, and depends on the features. State n beside it, and the distance of
 * two real sets of the same n. `kernelDistance` has no such bias.
 *
 * @param x - Rows of features, `[n, dimension]`, n from 2, values within ±1e25.
 * @param y - Rows of features, `[m, dimension]`, m from 2.
 * @returns The distance (squared, as it is always reported), 0 or more. Sets with fewer rows than features are no special case.
 * @throws TypeError if a set is no Float32Array or Float64Array; RangeError if the dimension is no integer from 1, a set has no whole
 *   rows or fewer than 2, or holds NaN or a value out of range.
 * @see Heusel et al. 2017, arXiv:1706.08500, Eq. 6; Dowson and Landau 1982, Journal of Multivariate Analysis 12.
 */
export function frechetDistance(x: Features, y: Features, dimension: number): number {
  checkFeatures("frechetDistance", "x", x, dimension, 2);
  checkFeatures("frechetDistance", "y", y, dimension, 2);
  return gaussianFrechetDistance(gaussianMoments(x, dimension), gaussianMoments(y, dimension));
}

/**
 * The Fréchet distance between two normal distributions: `frechetDistance` where the moments are known, or those of a large set are
 * used again and again.
 *
 * `tr((C_x C_y)^½)` is the sum of the singular values of `F_x F_yᵀ`, where `C = Fᵀ F` and F has as many rows as C has rank. No root of a
 * product is taken, so no digits are lost to eigenvalues that are almost 0, and a covariance without full rank makes it faster.
 *
 * @param x - Moments of `dimension` features; the covariance is not checked for being positive semi-definite, but for what else it must be.
 * @param y - Moments of as many.
 * @returns The distance (squared, as it is always reported), 0 or more. Time grows with dimension³: 64 take milliseconds, 2048 a minute.
 * @throws TypeError if a moment is no Float64Array; RangeError if the sizes do not fit each other, a value is NaN or beyond ±1e50, a variance
 *   below 0, or a covariance not symmetric.
 * @see Dowson and Landau 1982, Journal of Multivariate Analysis 12.
 */
export function gaussianFrechetDistance(x: GaussianMoments, y: GaussianMoments): number {
  const dimension = checkMoments("x", x, x.mean?.length);
  checkMoments("y", y, dimension);
  let distance = 0;
  for (let k = 0; k < dimension; k++) {
    const variances = x.covariance[k * (dimension + 1)]! + y.covariance[k * (dimension + 1)]!;
    distance += (x.mean[k]! - y.mean[k]!) ** 2 + variances;
  }
  return Math.max(distance - 2 * traceOfRoot(x.covariance, y.covariance, dimension), 0);
}

function traceOfRoot(xCovariance: Float64Array, yCovariance: Float64Array, dimension: number): number {
  const [x, y] = [xCovariance, yCovariance].map((covariance) => {
    const factor = covarianceFactor(covariance, dimension);
    return Matrix.from1DArray(factor.length / dimension, dimension, factor);
  }) as [Matrix, Matrix];
  if (x.rows === 0 || y.rows === 0) return 0;
  const { diagonal } = new SingularValueDecomposition(x.mmul(y.transpose()), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true, // It needs as many rows as columns, or more.
  });
  return diagonal.reduce((sum, value) => sum + value, 0);
}

function checkMoments(name: string, { mean, covariance }: GaussianMoments, dimension: number): number {
  const caller = "gaussianFrechetDistance";
  for (const [part, values, length] of [
    ["mean", mean, dimension],
    ["covariance", covariance, dimension ** 2],
  ] as const) {
    if (!(values instanceof Float64Array)) {
      throw new TypeError(`${caller}: ${name}.${part} must be a Float64Array, got ${kindOf(values)}.`);
    }
    if (values.length !== length || length === 0) {
      throw new RangeError(
        `${caller}: ${name}.${part} must have ${length || "1 or more"} values, got ${values.length}.`,
      );
    }
    const wrong = values.find((value) => !(Math.abs(value) <= LARGEST_MOMENT));
    if (wrong !== undefined) {
      throw new RangeError(
        `${caller}: ${name}.${part} must hold numbers within ±${LARGEST_MOMENT}, got ${wrong}.`,
      );
    }
  }
  checkCovariance(`${caller}: ${name}.covariance`, covariance, dimension);
  return dimension;
}

function checkCovariance(what: string, covariance: Float64Array, dimension: number): void {
  let largest = 0;
  for (let k = 0; k < dimension; k++) {
    const variance = covariance[k * (dimension + 1)]!;
    if (variance < 0) throw new RangeError(`${what} must have no variance below 0, got ${variance}.`);
    largest = Math.max(largest, variance);
  }
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < row; column++) {
      const below = covariance[row * dimension + column]!;
      const above = covariance[column * dimension + row]!;
      if (Math.abs(below - above) > ASYMMETRY * largest) {
        throw new RangeError(
          `${what} must be symmetric, got ${below} and ${above} for features ${column} and ${row}.`,
        );
      }
    }
  }
}
