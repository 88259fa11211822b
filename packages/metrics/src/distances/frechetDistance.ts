import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkFeatures, type Features, kindOf } from "../features.ts";
import { covarianceFactor } from "./covarianceFactor.ts";
import { type GaussianMoments, gaussianMoments } from "./gaussianMoments.ts";

/** Maximum asymmetry of a covariance, relative to its largest variance. */
const ASYMMETRY = 1e-9;
const LARGEST_MOMENT = 1e50;

/**
 * Compute the Fréchet distance between the normal distributions of two sets of features. With Inception features it is known as FID.
 *
 * `distance = |mean_x - mean_y|² + tr(C_x) + tr(C_y) - 2 tr((C_x C_y)^½)`, with the covariances C of `gaussianMoments`
 *
 * With few images it is biased far upwards: the bias decreases as 1/n and depends on the features. Report n, and the distance of two real
 * sets of the same n as a baseline. `kernelDistance` is unbiased.
 *
 * @param x - Rows of features, `[n, dimension]`, n at least 2, values within ±1e25.
 * @param y - Rows of features, `[m, dimension]`, m at least 2.
 * @returns The squared distance, as is conventional, at least 0. Sets with fewer rows than features are supported.
 * @throws TypeError if a set is not a Float32Array or Float64Array; RangeError if the dimension is not a positive integer, a set has
 *   incomplete rows or fewer than 2, or contains NaN or a value out of range.
 * @see Heusel et al. 2017, arXiv:1706.08500, Eq. 6; Dowson and Landau 1982, Journal of Multivariate Analysis 12.
 */
export function frechetDistance(x: Features, y: Features, dimension: number): number {
  checkFeatures("frechetDistance", "x", x, dimension, 2);
  checkFeatures("frechetDistance", "y", y, dimension, 2);
  return gaussianFrechetDistance(gaussianMoments(x, dimension), gaussianMoments(y, dimension));
}

/**
 * Compute the Fréchet distance between two normal distributions from their moments. Use it instead of `frechetDistance` to reuse the
 * moments of a large set.
 *
 * `tr((C_x C_y)^½)` is computed as the sum of the singular values of `F_x F_yᵀ`, where `C = Fᵀ F` and F has as many rows as the rank of C.
 * This avoids the square root of a product, which loses precision for eigenvalues close to 0. It is faster for covariances without full
 * rank.
 *
 * @param x - Moments of `dimension` features. The covariance must be positive semi-definite, which is not checked; all other requirements
 *   are.
 * @param y - Moments of the same number of features.
 * @returns The squared distance, as is conventional, at least 0. Time grows with dimension³: milliseconds for 64, a minute for 2048.
 * @throws TypeError if a moment is not a Float64Array; RangeError if the sizes do not match, a value is NaN or beyond ±1e50, a variance is
 *   below 0, or a covariance is not symmetric.
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
    autoTranspose: true, // The SVD needs at least as many rows as columns.
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
        `${caller}: ${name}.${part} must have ${length || "at least 1"} values, got ${values.length}.`,
      );
    }
    const wrong = values.find((value) => !(Math.abs(value) <= LARGEST_MOMENT));
    if (wrong !== undefined) {
      throw new RangeError(
        `${caller}: ${name}.${part} must have values within ±${LARGEST_MOMENT}, got ${wrong}.`,
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
    if (variance < 0) throw new RangeError(`${what} must have variances of at least 0, got ${variance}.`);
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
