import type { Features } from "../features.ts";
import { areaOfDifference } from "./distributionNorm.ts";
import { placeSamples } from "./placedSamples.ts";

/**
 * The Wasserstein-1 distance of two samples of one feature: how far, on average, the numbers of one must move to become the other.
 *
 * `distance = ∫ |F_x(v) - F_y(v)| dv`, F(v) the share of a sample that is v or less
 *
 * @param x - A number an image, n from 1, values within ±1e25, in any order.
 * @param y - A number an image, m from 1.
 * @returns The distance, 0 or more, in the feature's own unit. Of two samples of one distribution it is above 0 by chance: see
 *   `bootstrapInterval`.
 * @throws TypeError if a sample is no Float32Array or Float64Array; RangeError if it is empty, or holds NaN or a value out of range.
 * @see Vallender 1974, Theory of Probability and Its Applications 18.
 */
export function wassersteinDistance(x: Features, y: Features): number {
  const { values, xCounts, yCounts } = placeSamples("wassersteinDistance", x, y, 1);
  return areaOfDifference(values, xCounts, yCounts, x.length, y.length);
}
