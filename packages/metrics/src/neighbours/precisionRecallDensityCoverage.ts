import { checkFeatures, type Features } from "../features.ts";
import { forEachPair, squaredDistance } from "./forEachPair.ts";
import { neighbourSearch } from "./neighbourSearch.ts";

export interface PrecisionRecallDensityCoverage {
  /** Share of generated images in regions of real images, 0…1. */
  readonly precision: number;
  /** Share of real images in regions of generated images, 0…1. */
  readonly recall: number;
  /** At least 0; about 1 for equal distributions, above 1 if generated images concentrate where real images are dense. */
  readonly density: number;
  /** Share of real images with a generated image nearby, 0…1. */
  readonly coverage: number;
}

/**
 * Compute precision, recall, density and coverage, which separate the fidelity of generated images from their variety. With B(x) the closed
 * ball around x that reaches to the k-th nearest other image of the same set:
 *
 * - `precision`: share of generated images in the ball of any real image
 * - `recall`: share of real images in the ball of any generated image
 * - `density = sum_ij [generated_j in B(real_i)] / (k m)`
 * - `coverage`: share of real images with any generated image in their ball
 *
 * Density and coverage are more robust to outliers than precision and recall, which count the whole ball of an outlier. Recall also depends
 * on the balls of the generated images. All four depend on n, m, k and the features: compare with two real sets of the same sizes.
 *
 * @param real - Rows of features, `[n, dimension]`, n at least k + 1, values within ±1e25.
 * @param generated - Rows of features, `[m, dimension]`, m at least k + 1.
 * @param k - Number of neighbors: 3 in the paper on precision and recall, 5 in that on density and coverage.
 * @throws TypeError if a set is not a Float32Array or Float64Array; RangeError if the dimension or `k` is not a positive integer, a set has
 *   incomplete rows or too few, or contains NaN or a value out of range.
 * @see Kynkäänniemi et al. 2019, arXiv:1904.06991, Eq. 1 and 2; Naeem et al. 2020, arXiv:2002.09797, section 3.
 */
export function precisionRecallDensityCoverage(
  real: Features,
  generated: Features,
  dimension: number,
  k: number,
): PrecisionRecallDensityCoverage {
  const caller = "precisionRecallDensityCoverage";
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`${caller}: k must be a positive integer, got ${k}.`);
  }
  const n = checkFeatures(caller, "real", real, dimension, k + 1);
  const m = checkFeatures(caller, "generated", generated, dimension, k + 1);
  const realRadii = squaredRadii(real, dimension, k);
  const generatedRadii = squaredRadii(generated, dimension, k);

  const isPrecise = new Uint8Array(m);
  const isRecalled = new Uint8Array(n);
  const isCovered = new Uint8Array(n);
  let inBalls = 0;
  forEachPair(real, generated, dimension, squaredDistance, (i, j, distance) => {
    if (distance <= realRadii[i]!) {
      inBalls++;
      isPrecise[j] = 1;
      isCovered[i] = 1;
    }
    if (distance <= generatedRadii[j]!) isRecalled[i] = 1;
  });
  return {
    precision: count(isPrecise) / m,
    recall: count(isRecalled) / n,
    density: inBalls / (k * m),
    coverage: count(isCovered) / n,
  };
}

/** Return the squared radius of each row's ball. */
function squaredRadii(features: Features, dimension: number, k: number): Float64Array {
  const { squaredDistances } = neighbourSearch(features, features, dimension, k);
  return squaredDistances.filter((_, place) => place % k === k - 1);
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}
