import { randomStream } from "@cellgen/random";
import { checkFeatures, type Features } from "../features.ts";
import { kernelDistance } from "./kernelDistance.ts";
import { sampledRows } from "./sampledRows.ts";

export interface KernelSubsetOptions {
  /** Number of rows per subset, from each set, at least 4. Published results often use 1000. */
  readonly subsetSize: number;
  /** Number of pairs of subsets. @default 100 */
  readonly subsets?: number;
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
}

export interface KernelSubsets {
  /** Mean of the subsets' distances. */
  readonly mean: number;
  /**
   * Standard deviation of the subsets' distances (with n in the denominator): the error for one subset, much larger than that of the
   * mean.
   */
  readonly standardDeviation: number;
}

/**
 * Compute the kernel distance as the mean over random subsets of both sets, with the standard deviation of the subsets, as it is often
 * reported (KID). Use it for comparison with published results. `kernelDistance` uses all pairs and returns a standard error.
 *
 * Subset s has the first `subsetSize` rows of a random permutation of `x`, and of another of `y`, without repetition.
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
    throw new RangeError(
      `kernelDistanceOfSubsets: subsetSize must be an integer of at least 4, got ${subsetSize}.`,
    );
  }
  if (!Number.isInteger(subsets) || subsets < 1) {
    throw new RangeError(`kernelDistanceOfSubsets: subsets must be a positive integer, got ${subsets}.`);
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
