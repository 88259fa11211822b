import { checkFeatures, type Features } from "../features.ts";

/** Moments of a normal distribution of `dimension` features. */
export interface GaussianMoments {
  /** `[dimension]` */
  readonly mean: Float64Array;
  /** `[dimension, dimension]`, row by row: symmetric and positive semi-definite. */
  readonly covariance: Float64Array;
}

/**
 * Compute the mean and covariance of a set of features.
 *
 * `covariance = sum_i (x_i - mean)ᵀ (x_i - mean) / (n - 1)`
 *
 * @param features - Rows of features, `[n, dimension]`, n at least 2, values within ±1e25.
 * @returns Mean and covariance in float64. With n ≤ dimension the covariance has a rank of at most n - 1. New arrays.
 * @throws TypeError if `features` is not a Float32Array or Float64Array; RangeError if the dimension is not a positive integer, there are
 *   incomplete rows or fewer than 2, or a value is NaN or out of range.
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
