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

/** Distances of generated images to real ones in the space of features. */
export interface FeatureDistances {
  /** KID: unbiased, so around 0 where nothing is wrong. Lower is better. */
  readonly kernelDistance: Measurement;
  /** Falls with n, so it only means something beside its floor. Lower is better. */
  readonly frechetDistance: Measurement;
  /** How many generated images look like real ones (k = 3). */
  readonly precision: Measurement;
  /** How many real images the generated ones cover (k = 3). */
  readonly recall: Measurement;
  /** Like precision, not misled by outliers; about 1 is right (k = 5). */
  readonly density: Measurement;
  /** Like recall, not misled by outliers (k = 5). */
  readonly coverage: Measurement;
}

export interface FeatureDistanceOptions {
  /** The features' name. */
  readonly name: string;
  readonly dimension: number;
  readonly seed: number;
}

/** Real images that others are compared with, at most: time grows with the square of their number. */
const LARGEST_REFERENCE = 1000;
/** Images a set, at least. */
export const MIN_ROWS = 8;

/**
 * Compares generated images with real ones in features, and held-out real ones with the same real ones.
 *
 * Features are put on the scale of `real` by `featureStandardiser` of @cellgen/metrics. Numbers that depend on how many images there are
 * (all but the kernel distance) are computed of as many generated as held-out images: the larger set is cut, by the seed. Intervals: the
 * kernel distance's own standard error; for the Fréchet distance and density the jackknife over the generated images; Wilson's for shares.
 * They take images as independent of each other.
 *
 * @param generated - Rows of features, `[n, dimension]`, 8 or more; the other two likewise.
 * @param heldOut - Of real images that neither the model nor the features have seen.
 * @param real - Of the real images for training. At most 1000 of them are used, drawn by the seed.
 * @throws RangeError if a set has fewer than 8 rows, or what the metrics throw.
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
      `featureDistances: ${set} must have ${MIN_ROWS} rows or more, got ${rows.length / dimension}.`,
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
    floor: { ...ofHeldOut[key].estimate, n: ofHeldOut[key].n },
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
  const drawn = resampleRows(rows, dimension, n, seed);
  const frechet = (some: Float64Array): number => frechetDistance(reference, some, dimension);
  const manifold = (some: Float64Array, k: number): PrecisionRecallDensityCoverage =>
    precisionRecallDensityCoverage(reference, some, dimension, k);
  const near = manifold(drawn, 3);
  const wide = manifold(drawn, 5);
  const m = reference.length / dimension;
  const withError = (value: number, statistic: (some: Float64Array) => number): Estimate => {
    const { low, high } = normalEstimate(value, jackknifeError(drawn, dimension, seed, statistic));
    return { value, low: Math.max(0, low), high };
  };
  return {
    kernelDistance: {
      estimate: normalEstimate(kernel.value, kernel.standardError),
      n: rows.length / dimension,
    },
    frechetDistance: { estimate: withError(frechet(drawn), frechet), n },
    precision: { estimate: shareEstimate(near.precision * n, n), n },
    recall: { estimate: shareEstimate(near.recall * m, m), n },
    density: { estimate: withError(wide.density, (some) => manifold(some, 5).density), n },
    coverage: { estimate: shareEstimate(wide.coverage * m, m), n },
  };
}
