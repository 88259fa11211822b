import type { Features } from "../features.ts";
import { largestDifference } from "./distributionNorm.ts";
import { placeSamples } from "./placedSamples.ts";

/**
 * The Kolmogorov-Smirnov distance of two samples of one feature: how far their cumulative distributions come apart.
 *
 * `distance = max_v |F_x(v) - F_y(v)|`, F(v) the share of a sample that is v or less
 *
 * @param x - A number an image, n from 1, values within ±1e25, in any order.
 * @param y - A number an image, m from 1.
 * @returns 0…1, whatever the feature's unit; 0 for equal distributions, 1 where the samples do not overlap. Of two samples of one
 *   distribution, about 0.87 sqrt(1/n + 1/m): see `bootstrapInterval`.
 * @throws TypeError if a sample is no Float32Array or Float64Array; RangeError if it is empty, or holds NaN or a value out of range.
 * @see Smirnov 1939; Hodges 1958, Arkiv för Matematik 3.
 */
export function kolmogorovSmirnovDistance(x: Features, y: Features): number {
  const { values, xCounts, yCounts } = placeSamples("kolmogorovSmirnovDistance", x, y, 1);
  return largestDifference(values, xCounts, yCounts, x.length, y.length);
}
