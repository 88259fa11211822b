/** Running mean and standard deviation of a sequence of arrays that are not stored. */
export interface RunningMoments {
  /** Add an array. It is not retained. */
  add(values: Float32Array): void;
  /** Return the mean as a new array. */
  mean(): Float32Array;
  /** Return the standard deviations `sqrt(Σ (x − mean)² / (n − 1))` as a new array. */
  deviation(): Float32Array;
}

/**
 * Create empty running moments.
 *
 * @param length - Length of the arrays.
 * @see Welford 1962, Technometrics 4, 419: avoids cancellation between large sums.
 */
export function runningMoments(length: number): RunningMoments {
  const mean = new Float64Array(length);
  const squares = new Float64Array(length);
  let count = 0;
  return {
    add(values) {
      count++;
      for (let i = 0; i < length; i++) {
        const before = values[i]! - mean[i]!;
        mean[i]! += before / count;
        squares[i]! += before * (values[i]! - mean[i]!);
      }
    },
    mean: () => Float32Array.from(mean),
    deviation: () => Float32Array.from(squares, (sum) => Math.sqrt(sum / (count - 1))),
  };
}
