/** Of the largest variance, times the dimension: what is left below it is rounding. */
const ROUNDING = Number.EPSILON;

/**
 * Rows F, as few as the covariance's rank, with `covariance = Fᵀ F`: Cholesky's factor, the largest variance that is left first, until
 * nothing but rounding is left. So a covariance of fewer images than features is no special case.
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
