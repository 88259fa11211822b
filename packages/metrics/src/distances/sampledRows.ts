import type { RandomStream } from "@cellgen/random";
import type { Features } from "../features.ts";

/** Disjoint sets of `count` rows each out of `features`, in random order, none twice. */
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
