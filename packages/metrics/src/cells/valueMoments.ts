export interface ValueMoments {
  readonly mean: number;
  readonly deviation: number;
  readonly skewness: number;
  readonly kurtosis: number;
}

/** Standard deviations below this, of values in 0…1, are rounding errors. */
const NO_DEVIATION = 1e-12;

/**
 * Compute mean, standard deviation, skewness and excess kurtosis of selected values of a plane. The moments divide by n, without
 * small-sample corrections.
 *
 * `skewness = m_3 / m_2^1.5`, `kurtosis = m_4 / m_2² - 3`, with `m_k = mean (v - mean)^k`; both 0 if all values are equal
 *
 * @param pixels - Indices of the values, at least one.
 */
export function valueMoments(plane: Float64Array, pixels: Int32Array): ValueMoments {
  const n = pixels.length;
  let sum = 0;
  for (const pixel of pixels) sum += plane[pixel]!;
  const mean = sum / n;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (const pixel of pixels) {
    const value = plane[pixel]! - mean;
    const square = value * value;
    squares += square;
    cubes += square * value;
    fourths += square * square;
  }
  const variance = squares / n;
  const deviation = Math.sqrt(variance);
  if (deviation < NO_DEVIATION) return { mean, deviation: 0, skewness: 0, kurtosis: 0 };
  return {
    mean,
    deviation,
    skewness: cubes / n / (variance * deviation),
    kurtosis: fourths / n / variance ** 2 - 3,
  };
}
