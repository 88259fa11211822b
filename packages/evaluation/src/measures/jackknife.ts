import { randomStream } from "@cellgen/random";

const GROUPS = 10;

/**
 * Compute the standard error of a statistic by a jackknife with ten groups: the statistic is recomputed ten times, each time without a
 * tenth of the rows.
 *
 * `standardError² = (g - 1) / g * sum (value_j - mean)²`, g = 10
 *
 * @param rows - `[n, dimension]`; assigned to groups by the seed.
 * @see Quenouille 1956 and Tukey 1958: the grouped jackknife.
 */
export function jackknifeError(
  rows: Float64Array,
  dimension: number,
  seed: number,
  statistic: (rows: Float64Array) => number,
): number {
  const n = rows.length / dimension;
  const groups = Math.min(GROUPS, n);
  const order = randomStream(seed, "jackknife").permutation(n);
  const values = Array.from({ length: groups }, (_, group) => {
    const kept = order.filter((_, place) => place % groups !== group);
    return statistic(pickRows(rows, dimension, kept));
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / groups;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((groups - 1) / groups) * squares);
}

/** Copy selected rows. */
export function pickRows(rows: Float64Array, dimension: number, indices: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(indices.length * dimension);
  for (let place = 0; place < indices.length; place++) {
    const start = indices[place]! * dimension;
    picked.set(rows.subarray(start, start + dimension), place * dimension);
  }
  return picked;
}

/** Return `count` randomly selected rows, or all rows if there are no more. */
export function resampleRows(
  rows: Float64Array,
  dimension: number,
  count: number,
  seed: number,
): Float64Array {
  const n = rows.length / dimension;
  if (n <= count) return rows;
  return pickRows(rows, dimension, randomStream(seed, "drawnRows").permutation(n).subarray(0, count));
}
