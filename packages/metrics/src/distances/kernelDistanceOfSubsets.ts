import { randomStream } from "@cellgen/random";
import { checkFeatures, type Features } from "../features.ts";
import { kernelDistance } from "./kernelDistance.ts";
import { sampledRows } from "./sampledRows.ts";

export interface KernelSubsetOptions {
  /** Rows that each subset takes of either set, from 4. Elsewhere it is often 1000. */
  readonly subsetSize: number;
  /** How many pairs of subsets. @default 100 */
  readonly subsets?: number;
  /** An integer, 0…2^53-1: which rows are drawn. */
  readonly seed: number;
}

export interface KernelSubsets {
  /** The mean of the subsets' distances. */
  readonly mean: number;
  /** Their standard deviation (divided by their number): the error of one subset's distance, much larger than that of the mean. */
  readonly standardDeviation: number;
}

/**
 * The kernel inception distance as it is often reported: the mean of `kernelDistance` over random subsets of both sets, with the
 * subsets' standard deviation. It stands beside such figures of others; `kernelDistance` itself uses all pairs and has a standard error.
 *
 * Subset s has the first `subsetSize` rows of a random order of `x`, and of another of `y`: none twice.
 *
 * @param x - Rows of features, `[n, dimension]`, values within ±1e25.
 * @param y - Rows of features, `[m, dimension]`.
 * @throws TypeError and RangeError as `kernelDistance`, and RangeError if a set has fewer than `subsetSize` rows or an option is out of
 *   range.
 * @see Bińkowski et al. 2018, arXiv:1801.01401, section 4.
 */
export function kernelDistanceOfSubsets(
  x: Features,
  y: Features,
  dimension: number,
  options: KernelSubsetOptions,
): KernelSubsets {
  const { subsetSize, subsets = 100, seed } = options;
  if (!Number.isInteger(subsetSize) || subsetSize < 4) {
    throw new RangeError(`kernelDistanceOfSubsets: subsetSize must be an integer from 4, got ${subsetSize}.`);
  }
  if (!Number.isInteger(subsets) || subsets < 1) {
    throw new RangeError(`kernelDistanceOfSubsets: subsets must be an integer from 1, got ${subsets}.`);
  }
  checkFeatures("kernelDistanceOfSubsets", "x", x, dimension, subsetSize);
  checkFeatures("kernelDistanceOfSubsets", "y", y, dimension, subsetSize);

  const distances = Float64Array.from({ length: subsets }, (_, subset) => {
    const [xRows] = sampledRows(x, dimension, subsetSize, 1, randomStream(seed, "kernelSubset", subset, 0));
    const [yRows] = sampledRows(y, dimension, subsetSize, 1, randomStream(seed, "kernelSubset", subset, 1));
    return kernelDistance(xRows!, yRows!, dimension).value;
  });
  const mean = distances.reduce((sum, value) => sum + value, 0) / subsets;
  const variance = distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / subsets;
  return { mean, standardDeviation: Math.sqrt(variance) };
}
