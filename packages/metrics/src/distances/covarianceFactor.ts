/** Relative tolerance: a remaining variance below this, times the largest variance and the dimension, is rounding. */
const ROUNDING = Number.EPSILON;

/**
 * Factor a covariance matrix as `covariance = Fᵀ F`, with as few rows F as its rank: pivoted Cholesky factorization until only rounding
 * errors remain. Covariances of fewer images than features need no special treatment.
 *
 * @param covariance - `[dimension, dimension]`, symmetric and positive semi-definite.
 * @returns `[rank, dimension]`, row by row.
 * @see Higham 1990, "Analysis of the Cholesky decomposition of a semi-definite matrix".
 */
export function covarianceFactor(covariance: Float64Array, dimension: number): Float64Array {
  const left = Float64Array.from({ length: dimension }, (_, k) => covariance[k * (dimension + 1)]!);
  const threshold = ROUNDING * dimension * Math.max(...left);
  const factor = new Float64Array(dimension * dimension);
  for (let rank = 0; rank < dimension; rank++) {
    const pivot = indexOfLargest(left);
    if (!(left[pivot]! > threshold)) return factor.subarray(0, rank * dimension);
    const row = factor.subarray(rank * dimension, (rank + 1) * dimension);
    row.set(covariance.subarray(pivot * dimension, (pivot + 1) * dimension));
    for (let earlier = 0; earlier < rank; earlier++) {
      const start = earlier * dimension;
      const weight = factor[start + pivot]!;
      for (let k = 0; k < dimension; k++) row[k]! -= weight * factor[start + k]!;
    }
    const root = Math.sqrt(left[pivot]!);
    for (let k = 0; k < dimension; k++) {
      row[k]! /= root;
      left[k]! -= row[k]! ** 2;
    }
    left[pivot] = 0;
  }
  return factor;
}

function indexOfLargest(values: Float64Array): number {
  let largest = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[largest]!) largest = k;
  return largest;
}
