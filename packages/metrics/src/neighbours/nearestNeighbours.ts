import { checkFeatures, type Features } from "../features.ts";
import { neighbourSearch } from "./neighbourSearch.ts";

export interface NearestNeighbours {
  /** `[queries, k]`: row indices of the references, nearest first. */
  readonly indices: Int32Array;
  /** `[queries, k]`: Euclidean distances, ascending. */
  readonly distances: Float64Array;
}

/**
 * Find the nearest rows of one matrix for each row of another by exhaustive comparison. If generated images are closer to the training
 * images than held-out real images are, the model has memorized training images.
 *
 * `distance = sqrt(sum (query - reference)²)`, in float64; exactly 0 for identical rows
 *
 * @param queries - Rows, `[n, dimension]`, n at least 1, values within ±1e25: features or pixels.
 * @param references - Rows, `[m, dimension]`, m at least `k`: the training set.
 * @param k - Number of neighbors. @default 1
 * @returns Indices and distances. Ties keep the order of the references. If both arguments are the same array, rows are not compared with
 *   themselves, and m must be at least k + 1. New arrays.
 * @throws TypeError if a matrix is not a Float32Array or Float64Array; RangeError if the dimension or `k` is not a positive integer, a
 *   matrix has incomplete rows or too few, or contains NaN or a value out of range.
 */
export function nearestNeighbours(
  queries: Features,
  references: Features,
  dimension: number,
  k = 1,
): NearestNeighbours {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`nearestNeighbours: k must be a positive integer, got ${k}.`);
  }
  const fewest = queries === references ? k + 1 : k;
  checkFeatures("nearestNeighbours", "queries", queries, dimension, 1);
  checkFeatures("nearestNeighbours", "references", references, dimension, fewest);
  const { indices, squaredDistances } = neighbourSearch(queries, references, dimension, k);
  return { indices, distances: squaredDistances.map(Math.sqrt) };
}
