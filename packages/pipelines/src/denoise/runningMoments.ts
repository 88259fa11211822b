/** Mean and spread of arrays that come one after the other and are not kept. */
export interface RunningMoments {
  /** Counts an array in. It is read, not kept. */
  add(values: Float32Array): void;
  /** A new array. */
  mean(): Float32Array;
  /** The standard deviations, `sqrt(Σ (x − mean)² / (n − 1))`: a new array. */
  deviation(): Float32Array;
}

/**
 * @param length - Of the arrays.
 * @see Welford 1962, Technometrics 4, 419: the sums do not lose the difference of large numbers.
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
