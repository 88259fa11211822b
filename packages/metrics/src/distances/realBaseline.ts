import { randomStream } from "@cellgen/random";
import { checkFeatures, type Features } from "../features.ts";
import { sampledRows } from "./sampledRows.ts";

export interface RealBaselineOptions {
  /** Rows per half: use the size of the compared sets. @default half of the real rows, rounded down */
  readonly size?: number;
  /** Number of random splits, at least 2. @default 10 */
  readonly splits?: number;
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
}

/** A measure of real images against other real images, the baseline for the same measure of generated images. */
export interface BaselineEstimate {
  /** Mean over the splits. */
  readonly mean: number;
  /** Standard deviation over the splits (with splits - 1): the variation by chance. Splits share images, so it is slightly too small. */
  readonly standardDeviation: number;
}

/**
 * Measure real images against other real images. Report this baseline with each measure, as most measures depend on the number of images.
 *
 * The real set is repeatedly split at random into two disjoint halves of `size` rows, which are measured against each other.
 *
 * @param real - Rows of features, `[n, dimension]`, n at least 2 `size`, values within ±1e25.
 * @param measure - Maps two sets to one or more named numbers. Example:
 *   `(x, y) => ({ frechet: frechetDistance(x, y, dimension), ...precisionRecallDensityCoverage(x, y, dimension, 3) })`
 * @returns Mean and standard deviation of each number. Deterministic for a given seed.
 * @throws TypeError if `real` is not a Float32Array or Float64Array; RangeError if the dimension is not a positive integer, there are
 *   incomplete rows or fewer than 2 `size`, a value is NaN or out of range, or an option is out of range; any error of `measure`.
 */
export function realBaseline<Measures extends { readonly [Name in keyof Measures]: number }>(
  real: Features,
  dimension: number,
  measure: (x: Float64Array, y: Float64Array) => Measures,
  options: RealBaselineOptions,
): { readonly [Name in keyof Measures]: BaselineEstimate } {
  const rows = checkFeatures("realBaseline", "real", real, dimension, 2);
  const { size = Math.floor(rows / 2), splits = 10, seed } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`realBaseline: size must be a positive integer, got ${size}.`);
  }
  if (rows < 2 * size) {
    throw new RangeError(`realBaseline: real must have at least 2 x ${size} rows, got ${rows}.`);
  }
  if (!Number.isInteger(splits) || splits < 2) {
    throw new RangeError(`realBaseline: splits must be an integer of at least 2, got ${splits}.`);
  }
  // Keep the name of the random stream: it determines the result.
  const measured = Array.from({ length: splits }, (_, split) => {
    const [x, y] = sampledRows(real, dimension, size, 2, randomStream(seed, "realFloor", split));
    return measure(x!, y!);
  });
  const names = Object.keys(measured[0]!) as (keyof Measures)[];
  const estimates = names.map((name) => [name, estimateOf(measured.map((numbers) => numbers[name]))]);
  return Object.fromEntries(estimates);
}

function estimateOf(values: readonly number[]): BaselineEstimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / (values.length - 1)) };
}
