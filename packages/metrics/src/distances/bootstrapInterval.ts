import { type RandomStream, randomStream } from "@cellgen/random";
import type { Features } from "../features.ts";
import { areaOfDifference, type DistributionNorm, largestDifference } from "./distributionNorm.ts";
import { placeSamples } from "./placedSamples.ts";

/** Those of `kolmogorovSmirnovDistance` and `wassersteinDistance`. */
export type SampleDistance = "kolmogorovSmirnov" | "wasserstein";

const distances: Record<SampleDistance, { readonly norm: DistributionNorm; readonly largest: number }> = {
  kolmogorovSmirnov: { norm: largestDifference, largest: 1 },
  wasserstein: { norm: areaOfDifference, largest: Number.POSITIVE_INFINITY },
};

export interface BootstrapOptions {
  /** An integer, 0…2^53-1: which numbers are drawn. */
  readonly seed: number;
  /** How often both samples are drawn again, from 100. @default 1000 */
  readonly resamples?: number;
  /** How often at least the interval holds the true distance, between 0 and 1. @default 0.95 */
  readonly confidence?: number;
}

export interface IntervalEstimate {
  /** The samples' own distance: above the true one on average, as noise only adds to a distance. */
  readonly value: number;
  /** 0 where chance alone may explain the distance. */
  readonly low: number;
  readonly high: number;
}

/**
 * A distance of two samples of one feature, with an interval for the distance of the distributions that they come from.
 *
 * `value ± q`, cut to what a distance can be, with q the `confidence` quantile over resamples of `‖(F_x* - F_x) - (F_y* - F_y)‖`: F the
 * samples' cumulative distributions, F* those of as many numbers drawn from them with replacement, and ‖·‖ the largest value (for
 * Kolmogorov-Smirnov) or the area (for Wasserstein).
 *
 * Both distances are `‖F_x - F_y‖`, so by the triangle inequality no error of the value is larger than that norm of the samples' errors,
 * whose distribution the bootstrap finds. The usual interval, between quantiles of the resampled distances themselves, fails where it is
 * needed: of two samples of one distribution it practically never holds 0.
 *
 * @param x - A number an image, n from 2, values within ±1e25.
 * @param y - A number an image, m from 2.
 * @returns The distance and its interval: for Kolmogorov-Smirnov wider than it need be, for Wasserstein hardly. The same for the same
 *   seed.
 * @throws TypeError if a sample is no Float32Array or Float64Array; RangeError if `distance` is unknown, a sample has fewer than 2 numbers,
 *   or holds NaN or a value out of range, or if an option is out of range.
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
    throw new RangeError(`bootstrapInterval: resamples must be an integer from 100, got ${resamples}.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`bootstrapInterval: confidence must lie between 0 and 1, got ${confidence}.`);
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

/** How many more numbers of a resample are at each place than of the sample. */
function resampledCounts(places: Int32Array, counts: Int32Array, random: RandomStream): Int32Array {
  const more = counts.map((count) => -count);
  for (let i = 0; i < places.length; i++) more[places[random.integer(places.length)]!]! += 1;
  return more;
}
