import { CELL_FEATURES, compareFeatures } from "@cellgen/metrics";
import { type ImageSet, imagesOfClass } from "./imageSet.ts";
import { pickRows, resampleRows } from "./jackknife.ts";
import type { Estimate, Measurement } from "./measurement.ts";
import type { MeasuredSets } from "./measureSets.ts";

/** Comparison of one measured cell feature in generated and real images. */
export interface CellFeatureComparison {
  /** Name in `CELL_FEATURES` of @cellgen/metrics. */
  readonly name: string;
  /** Display name: "haralick contrast". */
  readonly label: string;
  /** Maximum difference of the two cumulative distributions (Kolmogorov-Smirnov), 0…1, with a bootstrap interval. */
  readonly distance: Measurement;
  /** Wasserstein distance of the two distributions, in standard deviations of the real one. */
  readonly shift: Measurement;
  /** Main difference of the generated images. */
  readonly direction: "larger" | "smaller" | "more spread" | "less spread" | "the same";
  readonly medianGenerated: number;
  readonly medianReal: number;
  /** Histogram over all images; undefined for single classes. */
  readonly histogram?: FeatureHistogram;
}

/** Shares of images in bins of equal width. Values beyond the outer edges count in the outermost bins. */
export interface FeatureHistogram {
  /** Bin edges, one more than bins. */
  readonly edges: readonly number[];
  readonly generated: readonly number[];
  readonly real: readonly number[];
}

export interface CellComparisons {
  /** Comparisons of all features, largest difference first. */
  readonly all: readonly CellFeatureComparison[];
  /** Comparisons for each class. */
  readonly perClass: readonly (readonly CellFeatureComparison[])[];
}

export interface CompareCellsOptions {
  readonly seed: number;
  /** Indices of the images that are compared as a whole. @default all */
  readonly selection?: Readonly<Record<keyof MeasuredSets, ArrayLike<number>>> | undefined;
  /** Number of classes, which requires labels in all sets. @default 0 */
  readonly classes?: number;
  readonly signal?: AbortSignal;
  /** Called with the completed share. */
  readonly onProgress?: (share: number) => void;
}

const BINS = 24;
/** Maximum number of real reference images. */
const LARGEST_REFERENCE = 1000;
const RESAMPLES = { all: 200, perClass: 100 } as const;

/**
 * Compare each measured cell feature between generated and real images, and between held-out and the same real images. Both distances
 * decrease with the number of images, so they use equal numbers of generated and held-out images: the larger set is subsampled by the seed.
 * Medians and histograms use all images of the selection.
 *
 * @param sets - The measured images, for their labels.
 * @returns The comparisons, without features that are constant over all images.
 */
export function compareCells(
  rows: MeasuredSets,
  sets: Readonly<Record<keyof MeasuredSets, ImageSet>>,
  options: CompareCellsOptions,
): CellComparisons {
  const { classes = 0, selection, seed, signal, onProgress } = options;
  const selected = (kind: keyof MeasuredSets): Float64Array =>
    selection ? pickRows(rows[kind], CELL_FEATURES.length, selection[kind]) : rows[kind];
  const whole = {
    training: selected("training"),
    heldOut: selected("heldOut"),
    generated: selected("generated"),
  };
  const all = compareRows(whole, seed, RESAMPLES.all, true);
  const perClass = Array.from({ length: classes }, (_, label) => {
    signal?.throwIfAborted();
    onProgress?.(label / classes);
    const ofClass = (kind: keyof MeasuredSets): Float64Array => {
      const indices = imagesOfClass(sets[kind].labels!, label);
      return pickRows(rows[kind], CELL_FEATURES.length, indices);
    };
    const some = {
      training: ofClass("training"),
      heldOut: ofClass("heldOut"),
      generated: ofClass("generated"),
    };
    const fewest = Math.min(...Object.values(some).map(({ length }) => length / CELL_FEATURES.length));
    return fewest < 2 ? [] : compareRows(some, seed, RESAMPLES.perClass, false);
  });
  return { all, perClass };
}

function compareRows(
  rows: MeasuredSets,
  seed: number,
  resamples: number,
  withHistograms: boolean,
): CellFeatureComparison[] {
  const dimension = CELL_FEATURES.length;
  const training = resampleRows(rows.training, dimension, LARGEST_REFERENCE, seed);
  const n = Math.min(rows.generated.length, rows.heldOut.length) / dimension;
  const compare = (set: Float64Array) =>
    compareFeatures(training, resampleRows(set, dimension, n, seed), CELL_FEATURES, { seed, resamples });
  const baselines = compare(rows.heldOut);
  return compare(rows.generated)
    .flatMap(({ name, kolmogorovSmirnov, wasserstein }, feature): CellFeatureComparison[] => {
      const generated = column(rows.generated, feature);
      const real = column(training, feature);
      if ([...generated, ...real].every((value) => value === real[0])) return [];
      const realBaseline = baselines[feature]!;
      const measurement = (estimate: Estimate, ofHeldOut: Estimate): Measurement => ({
        ...estimate,
        features: name,
        n,
        reference: real.length,
        realBaseline: { ...ofHeldOut, n },
      });
      return [
        {
          name,
          label: name === "cells" ? "number of cells" : inWords(name),
          distance: measurement(kolmogorovSmirnov, realBaseline.kolmogorovSmirnov),
          shift: measurement(wasserstein, realBaseline.wasserstein),
          direction: directionOf(generated, real),
          medianGenerated: quantile(generated, 0.5),
          medianReal: quantile(real, 0.5),
          ...(withHistograms ? { histogram: histogramOf(generated, real) } : {}),
        },
      ];
    })
    .sort((a, b) => aboveBaseline(b.distance) - aboveBaseline(a.distance));
}

function aboveBaseline({ value, realBaseline }: Measurement): number {
  return value - realBaseline.value;
}

/** Convert a feature name to words: "haralickContrast" to "haralick contrast", "granularity4" to "granularity 4". */
function inWords(name: string): string {
  return name.replace(/[A-Z]|\d+/g, (part) => ` ${part.toLowerCase()}`);
}

function column(rows: Float64Array, feature: number): Float64Array {
  return rows.filter((_, place) => place % CELL_FEATURES.length === feature);
}

/**
 * Return the main difference: a median shift of at least a fifth of the interquartile range, otherwise a range a fifth wider or narrower.
 */
function directionOf(generated: Float64Array, real: Float64Array): CellFeatureComparison["direction"] {
  const width = (values: Float64Array): number => quantile(values, 0.75) - quantile(values, 0.25);
  const shift = quantile(generated, 0.5) - quantile(real, 0.5);
  const usual = width(real);
  if (Math.abs(shift) > 0.2 * usual) return shift > 0 ? "larger" : "smaller";
  if (width(generated) > 1.2 * usual) return "more spread";
  if (width(generated) < usual / 1.2) return "less spread";
  return shift > 0 ? "larger" : shift < 0 ? "smaller" : "the same";
}

function quantile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}

/** Compute the histogram from the 1st to the 99th percentile of both sets, so that outliers do not compress all others into one bin. */
function histogramOf(generated: Float64Array, real: Float64Array): FeatureHistogram {
  const low = Math.min(quantile(generated, 0.01), quantile(real, 0.01));
  const top = Math.max(quantile(generated, 0.99), quantile(real, 0.99));
  const high = top > low ? top : low + 1;
  const share = (values: Float64Array): number[] => {
    const counts = new Array<number>(BINS).fill(0);
    for (const value of values) {
      const bin = Math.floor(((value - low) / (high - low)) * BINS);
      counts[Math.min(Math.max(bin, 0), BINS - 1)]! += 1 / values.length;
    }
    return counts;
  };
  return {
    edges: Array.from({ length: BINS + 1 }, (_, edge) => low + (edge * (high - low)) / BINS),
    generated: share(generated),
    real: share(real),
  };
}
