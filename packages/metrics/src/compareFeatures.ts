import {
  type BootstrapOptions,
  bootstrapInterval,
  type IntervalEstimate,
} from "./distances/bootstrapInterval.ts";
import { gaussianMoments } from "./distances/gaussianMoments.ts";
import { checkFeatures, type Features } from "./features.ts";

/** One feature, in two sets. */
export interface FeatureComparison {
  readonly name: string;
  /** In the feature's own unit, as are the next three. */
  readonly realMean: number;
  /** Over n - 1. */
  readonly realDeviation: number;
  readonly generatedMean: number;
  readonly generatedDeviation: number;
  /** 0…1: see `kolmogorovSmirnovDistance`. */
  readonly kolmogorovSmirnov: IntervalEstimate;
  /** In real deviations, from 0: see `wassersteinDistance`. */
  readonly wasserstein: IntervalEstimate;
}

/** A deviation below it, as a share of the mean's size, is rounding. */
const NO_DEVIATION = 1e-9;

/**
 * Compares two sets one feature at a time: which of the things that are measured differ, by how much, and whether chance explains it.
 *
 * Distances come with the intervals of `bootstrapInterval`: one that begins at 0 may be chance alone. Of many features some begin above
 * 0 by chance (with `confidence` 0.95 one in 20 or fewer). A feature without a deviation in the real set has its Wasserstein distance in its
 * own unit.
 *
 * @param real - Rows of features, `[n, names.length]`, n from 2, values within ±1e25, on their own scales.
 * @param generated - Rows of features, `[m, names.length]`, m from 2.
 * @param names - What the columns are, `CELL_FEATURES` for those of `cellFeatures`.
 * @returns A comparison a feature, in the order of the names. The same for the same seed.
 * @throws TypeError if a set is no Float32Array or Float64Array; RangeError if there is no name, a set has no whole rows or fewer than 2, or
 *   holds NaN or a value out of range, or if an option is out of range.
 */
export function compareFeatures(
  real: Features,
  generated: Features,
  names: readonly string[],
  options: BootstrapOptions,
): FeatureComparison[] {
  if (names.length === 0) throw new RangeError("compareFeatures: names must have one or more, got none.");
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
