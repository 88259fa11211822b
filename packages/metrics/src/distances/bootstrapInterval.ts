import { type RandomStream, randomStream } from "@cellgen/random";
import type { Features } from "../features.ts";
import { areaOfDifference, type DistributionNorm, largestDifference } from "./distributionNorm.ts";
import { placeSamples } from "./placedSamples.ts";

/** Name of a distance: `kolmogorovSmirnovDistance` or `wassersteinDistance`. */
export type SampleDistance = "kolmogorovSmirnov" | "wasserstein";

const distances: Record<SampleDistance, { readonly norm: DistributionNorm; readonly largest: number }> = {
  kolmogorovSmirnov: { norm: largestDifference, largest: 1 },
  wasserstein: { norm: areaOfDifference, largest: Number.POSITIVE_INFINITY },
};

export interface BootstrapOptions {
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
  /** Number of bootstrap resamples, at least 100. @default 1000 */
  readonly resamples?: number;
  /** Minimum probability that the interval contains the true distance, between 0 and 1. @default 0.95 */
  readonly confidence?: number;
}

export interface IntervalEstimate {
  /** Distance of the samples. On average it exceeds the true distance, as noise only increases a distance. */
  readonly value: number;
  /** Lower bound; 0 if the distance is compatible with chance. */
  readonly low: number;
  readonly high: number;
}

/**
 * Compute a distance between two samples of one feature, with a confidence interval for the distance of their distributions.
 *
 * `value ± q`, clipped to valid distances, with q the `confidence` quantile over resamples of `‖(F_x* - F_x) - (F_y* - F_y)‖`. F are the
 * cumulative distributions of the samples, F* those of resamples of the same size with replacement, and ‖·‖ is the maximum
 * (Kolmogorov-Smirnov) or the area (Wasserstein).
 *
 * Both distances are `‖F_x - F_y‖`. By the triangle inequality, the error of the value is at most the norm of the samples' errors, whose
 * distribution the bootstrap estimates. The usual percentile interval of the resampled distances fails for similar samples: for two samples
 * of one distribution it practically never contains 0.
 *
 * @param x - One number per image, n at least 2, values within ±1e25.
 * @param y - One number per image, m at least 2.
 * @returns The distance and its interval, which is conservative for Kolmogorov-Smirnov and nearly exact for Wasserstein. Deterministic for
 *   a given seed.
 * @throws TypeError if a sample is not a Float32Array or Float64Array; RangeError if `distance` is unknown, a sample has fewer than 2
 *   numbers, or contains NaN or a value out of range, or if an option is out of range.
 * @see Bickel and Freedman 1981, Annals of Statistics 9.
 */
export function bootstrapInterval(
  distance: SampleDistance,
  x: Features,
  y: Features,
  options: BootstrapOptions,
): IntervalEstimate {
  const { seed, resamples = 1000, confidence = 0.95 } = options;
  if (!Object.hasOwn(distances, distance)) {
    const names = Object.keys(distances).join(" or ");
    throw new RangeError(`bootstrapInterval: distance must be ${names}, got ${distance}.`);
  }
  if (!Number.isInteger(resamples) || resamples < 100) {
    throw new RangeError(
      `bootstrapInterval: resamples must be an integer of at least 100, got ${resamples}.`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`bootstrapInterval: confidence must be between 0 and 1, got ${confidence}.`);
  }
  const { values, xPlaces, yPlaces, xCounts, yCounts } = placeSamples("bootstrapInterval", x, y, 2);
  const { norm, largest } = distances[distance];
  const value = norm(values, xCounts, yCounts, x.length, y.length);

  const errors = Float64Array.from({ length: resamples }, (_, resample) => {
    const random = randomStream(seed, "bootstrap", resample);
    const xErrors = resampledCounts(xPlaces, xCounts, random);
    const yErrors = resampledCounts(yPlaces, yCounts, random);
    return norm(values, xErrors, yErrors, x.length, y.length);
  }).sort();
  const error = errors[Math.ceil(confidence * resamples) - 1]!;
  return { value, low: Math.max(value - error, 0), high: Math.min(value + error, largest) };
}

/** Return, for each place, how often a resample contains the number minus how often the sample does. */
function resampledCounts(places: Int32Array, counts: Int32Array, random: RandomStream): Int32Array {
  const more = counts.map((count) => -count);
  for (let i = 0; i < places.length; i++) more[places[random.integer(places.length)]!]! += 1;
  return more;
}
