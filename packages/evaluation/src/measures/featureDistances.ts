import {
  type Features,
  featureStandardiser,
  frechetDistance,
  kernelDistance,
  type PrecisionRecallDensityCoverage,
  precisionRecallDensityCoverage,
} from "@cellgen/metrics";
import { jackknifeError, resampleRows } from "./jackknife.ts";
import { type Estimate, type Measurement, normalEstimate, shareEstimate } from "./measurement.ts";

/** Distances between generated and real images in feature space. */
export interface FeatureDistances {
  /** Kernel distance (KID), unbiased: around 0 for equal distributions. Lower is better. */
  readonly kernelDistance: Measurement;
  /** Fréchet distance. Decreases with n, so compare it only with its baseline. Lower is better. */
  readonly frechetDistance: Measurement;
  /** Share of generated images that resemble real ones (k = 3). */
  readonly precision: Measurement;
  /** Share of real images that the generated ones cover (k = 3). */
  readonly recall: Measurement;
  /** Like precision, but robust to outliers; about 1 is ideal (k = 5). */
  readonly density: Measurement;
  /** Like recall, but robust to outliers (k = 5). */
  readonly coverage: Measurement;
}

export interface FeatureDistanceOptions {
  /** Name of the features. */
  readonly name: string;
  readonly dimension: number;
  readonly seed: number;
}

/** Maximum number of real reference images; the time is quadratic in it. */
const LARGEST_REFERENCE = 1000;
/** Minimum number of images per set. */
export const MIN_ROWS = 8;

/**
 * Compare generated images with real ones in feature space, and held-out real images with the same real ones.
 *
 * Features are standardized on `real` by `featureStandardiser` of @cellgen/metrics. Measures that depend on the number of images (all except
 * the kernel distance) use equal numbers of generated and held-out images: the larger set is subsampled by the seed. Intervals: the standard
 * error of the kernel distance; the jackknife over generated images for the Fréchet distance and density; Wilson's for shares. All assume
 * independent images.
 *
 * @param generated - Rows of features, `[n, dimension]`, n ≥ 8; likewise for the other two sets.
 * @param heldOut - Features of held-out real images, used to train neither the model nor the features.
 * @param real - Features of the real training images. At most 1000 of them are used, selected by the seed.
 * @throws RangeError if a set has fewer than 8 rows; also the errors of the metrics.
 */
export function featureDistances(
  generated: Features,
  heldOut: Features,
  real: Features,
  options: FeatureDistanceOptions,
): FeatureDistances {
  const { name, dimension, seed } = options;
  for (const [set, rows] of Object.entries({ generated, heldOut, real })) {
    if (rows.length / dimension >= MIN_ROWS) continue;
    throw new RangeError(
      `featureDistances: ${set} must have at least ${MIN_ROWS} rows, got ${rows.length / dimension}.`,
    );
  }
  const standardise = featureStandardiser(real, dimension);
  const [allReal, allGenerated, allHeldOut] = [
    standardise(real),
    standardise(generated),
    standardise(heldOut),
  ];
  const reference = resampleRows(allReal, dimension, LARGEST_REFERENCE, seed);
  const n = Math.min(allGenerated.length, allHeldOut.length) / dimension;
  const ofGenerated = distancesOf(allGenerated, reference, n, dimension, seed);
  const ofHeldOut = distancesOf(allHeldOut, reference, n, dimension, seed);
  const measurement = (key: keyof FeatureDistances): Measurement => ({
    ...ofGenerated[key].estimate,
    features: name,
    n: ofGenerated[key].n,
    reference: reference.length / dimension,
    realBaseline: { ...ofHeldOut[key].estimate, n: ofHeldOut[key].n },
  });
  return {
    kernelDistance: measurement("kernelDistance"),
    frechetDistance: measurement("frechetDistance"),
    precision: measurement("precision"),
    recall: measurement("recall"),
    density: measurement("density"),
    coverage: measurement("coverage"),
  };
}

type Distances = Record<keyof FeatureDistances, { readonly estimate: Estimate; readonly n: number }>;

function distancesOf(
  rows: Float64Array,
  reference: Float64Array,
  n: number,
  dimension: number,
  seed: number,
): Distances {
  const kernel = kernelDistance(rows, reference, dimension);
  const resampled = resampleRows(rows, dimension, n, seed);
  const frechet = (some: Float64Array): number => frechetDistance(reference, some, dimension);
  const manifold = (some: Float64Array, k: number): PrecisionRecallDensityCoverage =>
    precisionRecallDensityCoverage(reference, some, dimension, k);
  const near = manifold(resampled, 3);
  const wide = manifold(resampled, 5);
  const m = reference.length / dimension;
  const withError = (value: number, statistic: (some: Float64Array) => number): Estimate => {
    const { low, high } = normalEstimate(value, jackknifeError(resampled, dimension, seed, statistic));
    return { value, low: Math.max(0, low), high };
  };
  return {
    kernelDistance: {
      estimate: normalEstimate(kernel.value, kernel.standardError),
      n: rows.length / dimension,
    },
    frechetDistance: { estimate: withError(frechet(resampled), frechet), n },
    precision: { estimate: shareEstimate(near.precision * n, n), n },
    recall: { estimate: shareEstimate(near.recall * m, m), n },
    density: { estimate: withError(wide.density, (some) => manifold(some, 5).density), n },
    coverage: { estimate: shareEstimate(wide.coverage * m, m), n },
  };
}
