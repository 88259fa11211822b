import type { Features } from "../features.ts";
import { largestDifference } from "./distributionNorm.ts";
import { placeSamples } from "./placedSamples.ts";

/**
 * Compute the Kolmogorov-Smirnov distance of two samples of one feature: the maximum difference of their cumulative distributions.
 *
 * `distance = max_v |F_x(v) - F_y(v)|`, F(v) the share of a sample that is at most v
 *
 * @param x - One number per image, n at least 1, values within ±1e25, in any order.
 * @param y - One number per image, m at least 1.
 * @returns 0…1, independent of the unit: 0 for equal distributions, 1 if the samples do not overlap. For two samples of one
 *   distribution, about 0.87 sqrt(1/n + 1/m): see `bootstrapInterval`.
 * @throws TypeError if a sample is not a Float32Array or Float64Array; RangeError if it is empty, or contains NaN or a value out of range.
 * @see Smirnov 1939; Hodges 1958, Arkiv för Matematik 3.
 */
export function kolmogorovSmirnovDistance(x: Features, y: Features): number {
  const { values, xCounts, yCounts } = placeSamples("kolmogorovSmirnovDistance", x, y, 1);
  return largestDifference(values, xCounts, yCounts, x.length, y.length);
}
