import { checkFeatures, type Features } from "../features.ts";
import { neighbourSearch } from "./neighbourSearch.ts";

export interface NearestNeighbours {
  /** `[queries, k]`: the references' row numbers, nearest first. */
  readonly indices: Int32Array;
  /** `[queries, k]`: the Euclidean distances to them, ascending. */
  readonly distances: Float64Array;
}

/**
 * The nearest rows of one matrix to each row of another, by comparing each with each. Generated images that lie nearer to the training
 * images than held-out real images do are memorised.
 *
 * `distance = sqrt(sum (query - reference)²)`, in float64; exactly 0 for equal rows
 *
 * @param queries - Rows, `[n, dimension]`, n from 1, values within ±1e25: features, or the images themselves.
 * @param references - Rows, `[m, dimension]`, m from `k`: the training set.
 * @param k - How many neighbours. @default 1
 * @returns Indices and distances, the caller's. Of references at one distance the first comes first. Given one array as both, each row is
 *   not compared with itself, and m from k + 1 are needed.
 * @throws TypeError if a matrix is no Float32Array or Float64Array; RangeError if the dimension or `k` is no integer from 1, a matrix has
 *   no whole rows or too few, or holds NaN or a value out of range.
 */
export function nearestNeighbours(
  queries: Features,
  references: Features,
  dimension: number,
  k = 1,
): NearestNeighbours {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`nearestNeighbours: k must be an integer from 1, got ${k}.`);
  }
  const fewest = queries === references ? k + 1 : k;
  checkFeatures("nearestNeighbours", "queries", queries, dimension, 1);
  checkFeatures("nearestNeighbours", "references", references, dimension, fewest);
  const { indices, squaredDistances } = neighbourSearch(queries, references, dimension, k);
  return { indices, distances: squaredDistances.map(Math.sqrt) };
}
