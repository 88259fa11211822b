import { randomStream } from "@cellgen/random";

/** Standard normal rows plus `shift`, those of (seed, index). */
export function normalRows(
  rows: number,
  dimension: number,
  seed: number,
  index = 0,
  shift = 0,
): Float32Array {
  const values = randomStream(seed, "rows", index).fillNormal(new Float32Array(rows * dimension));
  return values.map((value) => value + shift);
}
