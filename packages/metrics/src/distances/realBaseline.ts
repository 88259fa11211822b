import { randomStream } from "@cellgen/random";
import { checkFeatures, type Features } from "../features.ts";
import { sampledRows } from "./sampledRows.ts";

export interface RealBaselineOptions {
  /** Rows of each half: as many as the compared sets have. @default half of the real rows, rounded down */
  readonly size?: number;
  /** How often the set is split, from 2. @default 10 */
  readonly splits?: number;
  /** An integer, 0…2^53-1: which rows are drawn. */
  readonly seed: number;
}

/** One measure of real images against other real ones, the baseline of the same measure of generated ones. */
export interface BaselineEstimate {
  /** Over the splits. */
  readonly mean: number;
  /** Over the splits (over splits - 1): how far chance alone moves the measure. Splits share images, so it is a little too small. */
  readonly standardDeviation: number;
}

/**
 * Measures real images against other real ones: the baseline to print with each measure, as most depend on the number of images.
 *
 * The real set is split at random into two disjoint halves of `size` rows, again and again, and measured half against half.
 *
 * @param real - Rows of features, `[n, dimension]`, n from 2 `size`, values within ±1e25.
 * @param measure - Of two sets, one or more numbers by name. Example:
 *   `(x, y) => ({ frechet: frechetDistance(x, y, dimension), ...precisionRecallDensityCoverage(x, y, dimension, 3) })`
 * @returns Mean and deviation of each number. The same for the same seed.
 * @throws TypeError if `real` is no Float32Array or Float64Array; RangeError if the dimension is no integer from 1, there are no whole
 *   rows or fewer than 2 `size`, NaN or a value out of range, or if an option is out of range; and what `measure` throws.
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
    throw new RangeError(`realBaseline: size must be an integer from 1, got ${size}.`);
  }
  if (rows < 2 * size) {
    throw new RangeError(`realBaseline: real must have 2 x ${size} rows or more, got ${rows}.`);
  }
  if (!Number.isInteger(splits) || splits < 2) {
    throw new RangeError(`realBaseline: splits must be an integer from 2, got ${splits}.`);
  }
  // The name of the random stream is part of the result: it stays.
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
