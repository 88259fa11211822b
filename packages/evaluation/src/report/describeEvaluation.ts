import { percent } from "@cellgen/data/text";
import type { Evaluation } from "../evaluation.ts";
import { isAbove, type Measurement } from "../measures/measurement.ts";

/** Summary of an evaluation in sentences. */
export interface EvaluationWords {
  /** Overall verdict, one sentence. */
  readonly verdict: string;
  /** Measures that match real images, one sentence each. */
  readonly good: readonly string[];
  /** Measures that do not match real images, one sentence each. */
  readonly bad: readonly string[];
}

/** Minimum ratios of a share to its baseline for the levels "as good as real", "nearly" and "half". */
const MIN_RATIO_AS_GOOD = 0.95;
const MIN_RATIO_NEARLY = 0.8;
const MIN_RATIO_HALF = 0.5;

/**
 * Summarize an evaluation in sentences.
 *
 * A share counts as good as real if it reaches 95 % of its baseline, or 80 % with overlapping intervals. The images as a whole count as good
 * as real cells only if all shares do and no measure is bad, including those of single classes: a class with few images hardly affects the
 * overall numbers.
 */
export function describeEvaluation(evaluation: Evaluation): EvaluationWords {
  const good: string[] = [];
  const bad: string[] = [];
  const { distances, memorisation, classSeen, usefulness } = evaluation;
  const { precision, coverage, kernelDistance } = distances;

  const differentClasses = evaluation.perClass.flatMap(({ name, distances }) => {
    const own = distances?.kernelDistance;
    return own && isAbove(own, own.realBaseline)
      ? [`${name} (${distance(own.value)}, real ones ${distance(own.realBaseline.value)})`]
      : [];
  });
  const differentFeatures = evaluation.cells.filter((cell) =>
    isAbove(cell.distance, cell.distance.realBaseline),
  );
  // One number for all images can miss differences of single classes and features.
  const hasDifferences = differentClasses.length > 0 || differentFeatures.length > 0;

  const resemblance = hasDifferences
    ? "single images are close to real ones, but the set has the differences listed"
    : "they look like real ones";
  const precisionLevel = level(precision);
  push(
    precisionLevel >= MIN_RATIO_NEARLY ? good : bad,
    `${percent(precision.value)} of ${precision.n} images resemble real ones in the features ${precision.features} (${percent(precision.realBaseline.value)} of ${precision.realBaseline.n} real ones): ` +
      `${wording(precisionLevel, resemblance, "most look like real ones", "many do not look like real ones", "hardly any looks like a real one")}.`,
  );
  const coverageLevel = level(coverage);
  push(
    coverageLevel >= MIN_RATIO_NEARLY ? good : bad,
    `${percent(coverage.value)} of the real images are covered by ${coverage.n} generated ones (${percent(coverage.realBaseline.value)} by ${coverage.realBaseline.n} new real ones): ` +
      `${wording(coverageLevel, "the variety is there", "some of the variety is missing", "much of the variety is missing", "most of the variety is missing")}.`,
  );
  const differs = isAbove(kernelDistance, kernelDistance.realBaseline);
  const isContradicted = !differs && hasDifferences;
  push(
    differs || isContradicted ? bad : good,
    `The kernel distance in the features ${kernelDistance.features} is ${distance(kernelDistance.value)} for ${kernelDistance.n} images, ` +
      `that of ${kernelDistance.realBaseline.n} real ones ${distance(kernelDistance.realBaseline.value)}: ` +
      `${differs ? "the sets differ" : isContradicted ? "it does not detect the differences that follow" : "the difference is not significant"}.`,
  );
  if (differentClasses.length > 0) {
    bad.push(
      `The kernel distance per class distinguishes generated from real images of ${list(differentClasses)}.`,
    );
  }

  if (evaluation.cells.length > 0) {
    push(
      differentFeatures.length === 0 ? good : bad,
      differentFeatures.length === 0
        ? `None of the ${evaluation.cells.length} measured features of the cells differs significantly from real ones.`
        : `${differentFeatures.length} of ${evaluation.cells.length} measured features of the cells differ significantly from real ones, most of all ` +
            `${list(differentFeatures.slice(0, 3).map(({ label, direction }) => `${label} (${direction})`))}.`,
    );
  }

  const { copies, closerThanHeldOut, distance: nearest } = memorisation;
  const copied =
    copies.low > copies.realBaseline.high ||
    (copies.value > 0 && copies.realBaseline.value === 0 && copies.low > 0.001);
  const close = isAbove(closerThanHeldOut, closerThanHeldOut.realBaseline);
  const isNew = nearest.realBaseline.value > 0;
  push(
    copied || close || !isNew ? bad : good,
    copied
      ? `${percent(copies.value)} of the images are copies or near copies of training images (${percent(copies.realBaseline.value)} of new real ones are as close): training images were memorized.`
      : !isNew
        ? "Memorization cannot be measured: the held-out images are training images."
        : close
          ? `${percent(closerThanHeldOut.value)} of the images are closer to a training image than 19 of 20 new real ones (5 % is expected by chance): some may be memorized. Check the nearest pairs.`
          : `No sign of memorization: the distance to the nearest training image is ${ratio(nearest)} times that of new real images.`,
  );

  if (classSeen) {
    push(
      level(classSeen.share) >= MIN_RATIO_NEARLY ? good : bad,
      `${percent(classSeen.share.value)} show the requested class (a classifier recognizes ${percent(classSeen.share.realBaseline.value)} of real ones).`,
    );
    const missed = missedClasses(evaluation);
    if (missed.length > 0) {
      bad.push(
        `Of ${list(missed.map(({ name, share }) => `${name} only ${percent(share.value)} show it (${percent(share.realBaseline.value)} of real ones)`))}.`,
      );
    }
  }
  if (usefulness) {
    const { accuracyRatio, generated, real, both } = usefulness;
    const useful = accuracyRatio.value;
    push(
      useful >= MIN_RATIO_NEARLY ? good : bad,
      `A classifier trained on generated images only has an accuracy of ${percent(generated.value)} on real cells, one trained on as many real images ${percent(real.value)} ` +
        `(ratio ${useful.toFixed(2)})${isAbove(both, real) ? `; both together give ${percent(both.value)}, more than real images only` : ""}.`,
    );
  }
  return {
    verdict: verdictOf(evaluation, { copied, differ: differs || differentFeatures.length > 0, bad }),
    good,
    bad,
  };
}

/** Return the classes that are recognized much less often than requested, worst first. */
function missedClasses({ classSeen, perClass }: Evaluation): { name: string; share: Measurement }[] {
  return (classSeen?.perClass ?? [])
    .map((share, label) => ({ share, name: perClass[label]?.name ?? String(label) }))
    .filter(
      ({ share }) => share.n > 0 && isAbove(share.realBaseline, share) && level(share) < MIN_RATIO_NEARLY,
    )
    .sort((a, b) => level(a.share) - level(b.share));
}

interface Findings {
  readonly copied: boolean;
  /** Whether the sets or the measured cells differ. */
  readonly differ: boolean;
  readonly bad: readonly string[];
}

function verdictOf(evaluation: Evaluation, { copied, differ, bad }: Findings): string {
  const { distances, classSeen, usefulness } = evaluation;
  const levels = [
    level(distances.precision),
    level(distances.coverage),
    ...(classSeen ? [level(classSeen.share)] : []),
    // A class that fails lowers the verdict, but only to the level of half.
    ...missedClasses(evaluation).map(({ share }) => Math.max(level(share), MIN_RATIO_HALF)),
    ...(usefulness ? [usefulness.accuracyRatio.value] : []),
  ];
  const least = Math.min(...levels);
  if (copied) return "Do not use these images as new cells: some are copies of training images.";
  if (least < MIN_RATIO_HALF) return "These images cannot stand in for real cells.";
  if (least < MIN_RATIO_NEARLY) return "These images resemble real cells, but cannot stand in for them.";
  if (differ) return "These images come close to real cells, but differ from them as a set.";
  if (bad.length > 0 || least < MIN_RATIO_AS_GOOD)
    return "These images come close to real cells, but some measures differ.";
  return "The images are as good as real cells by these measures.";
}

/** Return a share relative to its baseline; 1 if the difference is not significant. */
function level(share: Measurement): number {
  if (share.realBaseline.value <= 0) return 1;
  const part = share.value / share.realBaseline.value;
  return share.high >= share.realBaseline.low && part >= MIN_RATIO_NEARLY
    ? Math.max(part, MIN_RATIO_AS_GOOD)
    : part;
}

function wording(part: number, asGood: string, nearly: string, half: string, hardly: string): string {
  return part >= MIN_RATIO_AS_GOOD
    ? asGood
    : part >= MIN_RATIO_NEARLY
      ? nearly
      : part >= MIN_RATIO_HALF
        ? half
        : hardly;
}

function push(to: string[], sentence: string): void {
  to.push(sentence);
}

function distance(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(3);
}

function ratio({ value, realBaseline }: Measurement): string {
  return (value / realBaseline.value).toFixed(2);
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
