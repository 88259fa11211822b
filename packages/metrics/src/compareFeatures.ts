import {
  type BootstrapOptions,
  bootstrapInterval,
  type IntervalEstimate,
} from "./distances/bootstrapInterval.ts";
import { gaussianMoments } from "./distances/gaussianMoments.ts";
import { checkFeatures, type Features } from "./features.ts";

/** Comparison of one feature between two sets. */
export interface FeatureComparison {
  readonly name: string;
  /** In the unit of the feature, as are the next three. */
  readonly realMean: number;
  /** With n - 1 in the denominator. */
  readonly realDeviation: number;
  readonly generatedMean: number;
  readonly generatedDeviation: number;
  /** 0…1: see `kolmogorovSmirnovDistance`. */
  readonly kolmogorovSmirnov: IntervalEstimate;
  /** In standard deviations of the real set, at least 0: see `wassersteinDistance`. */
  readonly wasserstein: IntervalEstimate;
}

/** Standard deviations below this share of the mean's magnitude are rounding errors. */
const NO_DEVIATION = 1e-9;

/**
 * Compare two sets of features, one feature at a time, and test whether the differences exceed chance.
 *
 * The distances have the confidence intervals of `bootstrapInterval`. An interval that starts at 0 is compatible with chance. With many
 * features, some intervals start above 0 by chance (at most 1 in 20 with `confidence` 0.95). If a feature is constant in the real set, its
 * Wasserstein distance is in the unit of the feature.
 *
 * @param real - Rows of features, `[n, names.length]`, n at least 2, values within ±1e25, not standardized.
 * @param generated - Rows of features, `[m, names.length]`, m at least 2.
 * @param names - Names of the columns, for example `CELL_FEATURES` for those of `cellFeatures`.
 * @returns One comparison per feature, in the order of the names. Deterministic for a given seed.
 * @throws TypeError if a set is not a Float32Array or Float64Array; RangeError if `names` is empty, a set has incomplete rows or fewer than
 *   2, or contains NaN or a value out of range, or if an option is out of range.
 */
export function compareFeatures(
  real: Features,
  generated: Features,
  names: readonly string[],
  options: BootstrapOptions,
): FeatureComparison[] {
  if (names.length === 0) throw new RangeError("compareFeatures: names must not be empty.");
  checkFeatures("compareFeatures", "real", real, names.length, 2);
  checkFeatures("compareFeatures", "generated", generated, names.length, 2);
  return names.map((name, column) => {
    const x = columnOf(real, column, names.length);
    const y = columnOf(generated, column, names.length);
    const [realMean, realDeviation] = meanAndDeviation(x);
    const [generatedMean, generatedDeviation] = meanAndDeviation(y);
    const unit = realDeviation > 0 ? realDeviation : 1;
    const wasserstein = bootstrapInterval("wasserstein", x, y, options);
    return {
      name,
      realMean,
      realDeviation,
      generatedMean,
      generatedDeviation,
      kolmogorovSmirnov: bootstrapInterval("kolmogorovSmirnov", x, y, options),
      wasserstein: {
        value: wasserstein.value / unit,
        low: wasserstein.low / unit,
        high: wasserstein.high / unit,
      },
    };
  });
}

function columnOf(features: Features, column: number, dimension: number): Float64Array {
  return Float64Array.from(
    { length: features.length / dimension },
    (_, row) => features[row * dimension + column]!,
  );
}

function meanAndDeviation(sample: Float64Array): [number, number] {
  const { mean, covariance } = gaussianMoments(sample, 1);
  const deviation = Math.sqrt(covariance[0]!);
  return [mean[0]!, deviation > NO_DEVIATION * Math.abs(mean[0]!) ? deviation : 0];
}
