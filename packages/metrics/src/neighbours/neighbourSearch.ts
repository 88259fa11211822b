import type { Features } from "../features.ts";
import { forEachPair, squaredDistance } from "./forEachPair.ts";

/** The `k` nearest neighbors of each row of `queries`, nearest first. */
export interface NeighbourSearch {
  /** `[queries, k]` */
  readonly indices: Int32Array;
  /** `[queries, k]` */
  readonly squaredDistances: Float64Array;
}

/**
 * Find nearest neighbors by exhaustive comparison. In many dimensions, no exact method is faster.
 *
 * @param references - At least k rows. If it is the same array as `queries`, rows are not their own neighbors, and k + 1 rows are needed.
 */
export function neighbourSearch(
  queries: Features,
  references: Features,
  dimension: number,
  k: number,
): NeighbourSearch {
  const count = queries.length / dimension;
  const indices = new Int32Array(count * k);
  const squaredDistances = new Float64Array(count * k).fill(Number.POSITIVE_INFINITY);
  const withinOneSet = queries === references;
  forEachPair(queries, references, dimension, squaredDistance, (i, j, distance) => {
    if (withinOneSet && i === j) return;
    // Sorted insertion. Ties keep their order.
    const start = i * k;
    let place = start + k - 1;
    if (!(distance < squaredDistances[place]!)) return;
    for (; place > start && distance < squaredDistances[place - 1]!; place--) {
      squaredDistances[place] = squaredDistances[place - 1]!;
      indices[place] = indices[place - 1]!;
    }
    squaredDistances[place] = distance;
    indices[place] = j;
  });
  return { indices, squaredDistances };
}
