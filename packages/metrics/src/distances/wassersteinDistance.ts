import type { Features } from "../features.ts";
import { areaOfDifference } from "./distributionNorm.ts";
import { placeSamples } from "./placedSamples.ts";

/**
 * Compute the Wasserstein-1 distance of two samples of one feature: the mean distance by which numbers of one must move to match the other.
 *
 * `distance = ∫ |F_x(v) - F_y(v)| dv`, F(v) the share of a sample that is at most v
 *
 * @param x - One number per image, n at least 1, values within ±1e25, in any order.
 * @param y - One number per image, m at least 1.
 * @returns The distance, at least 0, in the unit of the feature. For two samples of one distribution it is above 0 by chance: see
 *   `bootstrapInterval`.
 * @throws TypeError if a sample is not a Float32Array or Float64Array; RangeError if it is empty, or contains NaN or a value out of range.
 * @see Vallender 1974, Theory of Probability and Its Applications 18.
 */
export function wassersteinDistance(x: Features, y: Features): number {
  const { values, xCounts, yCounts } = placeSamples("wassersteinDistance", x, y, 1);
  return areaOfDifference(values, xCounts, yCounts, x.length, y.length);
}
