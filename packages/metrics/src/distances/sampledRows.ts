import type { RandomStream } from "@cellgen/random";
import type { Features } from "../features.ts";

/** Draw disjoint sets of `count` rows each from `features`, in random order, without replacement. */
export function sampledRows(
  features: Features,
  dimension: number,
  count: number,
  sets: number,
  random: RandomStream,
): Float64Array[] {
  const order = random.permutation(features.length / dimension);
  return Array.from({ length: sets }, (_, set) => {
    const rows = new Float64Array(count * dimension);
    for (let i = 0; i < count; i++) {
      const start = order[set * count + i]! * dimension;
      rows.set(features.subarray(start, start + dimension), i * dimension);
    }
    return rows;
  });
}
