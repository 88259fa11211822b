import { checkFeatures, type Features } from "../features.ts";

/** What a normal distribution of `dimension` features is told by. */
export interface GaussianMoments {
  /** `[dimension]` */
  readonly mean: Float64Array;
  /** `[dimension, dimension]`, row by row: symmetric and positive semi-definite. */
  readonly covariance: Float64Array;
}

/**
 * The mean and the covariance of a set of features.
 *
 * `covariance = sum_i (x_i - mean)ᵀ (x_i - mean) / (n - 1)`
 *
 * @param features - Rows of features, `[n, dimension]`, n from 2, values within ±1e25.
 * @returns Both in float64, the caller's. With n ≤ dimension the covariance has rank n - 1 at most.
 * @throws TypeError if `features` is no Float32Array or Float64Array; RangeError if the dimension is no integer from 1, there are no
 *   whole rows or fewer than 2, or NaN or a value out of range.
 */
export function gaussianMoments(features: Features, dimension: number): GaussianMoments {
  const n = checkFeatures("gaussianMoments", "features", features, dimension, 2);
  const mean = new Float64Array(dimension);
  for (let k = 0; k < features.length; k++) mean[k % dimension]! += features[k]! / n;

  const covariance = new Float64Array(dimension * dimension);
  const centred = new Float64Array(dimension);
  for (let start = 0; start < features.length; start += dimension) {
    for (let k = 0; k < dimension; k++) centred[k] = features[start + k]! - mean[k]!;
    for (let row = 0; row < dimension; row++) {
      const value = centred[row]!;
      for (let column = 0; column <= row; column++) {
        covariance[row * dimension + column]! += value * centred[column]!;
      }
    }
  }
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column <= row; column++) {
      const value = covariance[row * dimension + column]! / (n - 1);
      covariance[row * dimension + column] = value;
      covariance[column * dimension + row] = value;
    }
  }
  return { mean, covariance };
}
