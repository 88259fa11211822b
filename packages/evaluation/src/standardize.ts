import type { Features } from "@cellgen/metrics";

/** Deviations beyond which values are drawn in: a few images far away would outweigh all others in squares and cubes. */
const LIMIT = 2;

/**
 * Features on the scale of the first of the sets, softly limited: `2 tanh(z / 2)`, `z = (value - mean) / deviation`, with the mean and the
 * standard deviation of each feature over that set. A feature that is the same in all of its rows is only shifted.
 *
 * @returns The sets in their order, in float64.
 */
export function standardize(
  reference: Features,
  others: readonly Features[],
  dimension: number,
): Float64Array[] {
  const rows = reference.length / dimension;
  const mean = new Float64Array(dimension);
  const deviation = new Float64Array(dimension);
  for (let i = 0; i < reference.length; i++) mean[i % dimension]! += reference[i]! / rows;
  for (let i = 0; i < reference.length; i++) {
    deviation[i % dimension]! += (reference[i]! - mean[i % dimension]!) ** 2 / rows;
  }
  const scale = deviation.map((variance, k) => {
    const smallest = 1e-6 * Math.max(Math.abs(mean[k]!), 1e-6);
    return Math.sqrt(variance) > smallest ? Math.sqrt(variance) : 1;
  });
  return [reference, ...others].map((set) =>
    Float64Array.from(set, (value, i) => {
      const z = (value - mean[i % dimension]!) / scale[i % dimension]!;
      return LIMIT * Math.tanh(z / LIMIT);
    }),
  );
}
