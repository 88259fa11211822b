import { checkFeatures, type Features } from "../features.ts";
import { forEachPair, squaredDistance } from "./forEachPair.ts";
import { neighbourSearch } from "./neighbourSearch.ts";

export interface PrecisionRecallDensityCoverage {
  /** 0…1: how many of the generated images lie where real ones are. */
  readonly precision: number;
  /** 0…1: how many of the real images lie where generated ones are. */
  readonly recall: number;
  /** From 0, about 1 where both sets are of one distribution, above 1 where the generated ones crowd where real ones are dense. */
  readonly density: number;
  /** 0…1: how many of the real images have a generated one near. */
  readonly coverage: number;
}

/**
 * Four numbers that tell apart whether generated images look real and whether they have the variety of real ones. With B(x) the ball
 * around x that reaches to the k-th nearest other image of x's own set, its edge included:
 *
 * - `precision`: the share of generated images in any real one's ball
 * - `recall`: the share of real images in any generated one's ball
 * - `density = sum_ij [generated_j in B(real_i)] / (k m)`
 * - `coverage`: the share of real images with any generated one in their ball
 *
 * Precision and recall take one outlier's ball for a whole region, which density and coverage do not; recall also reads the generated
 * images' balls. All of them depend on n, m, k and the features: compare with two real sets of the same sizes.
 *
 * @param real - Rows of features, `[n, dimension]`, n from k + 1, values within ±1e25.
 * @param generated - Rows of features, `[m, dimension]`, m from k + 1.
 * @param k - Neighbours; 3 in the paper on precision and recall, 5 in that on density and coverage.
 * @throws TypeError if a set is no Float32Array or Float64Array; RangeError if the dimension or `k` is no integer from 1, a set has no
 *   whole rows or too few, or holds NaN or a value out of range.
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
    throw new RangeError(`${caller}: k must be an integer from 1, got ${k}.`);
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

/** Of each row's ball. */
function squaredRadii(features: Features, dimension: number, k: number): Float64Array {
  const { squaredDistances } = neighbourSearch(features, features, dimension, k);
  return squaredDistances.filter((_, place) => place % k === k - 1);
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}
