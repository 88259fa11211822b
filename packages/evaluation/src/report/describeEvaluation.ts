import { percent } from "@cellgen/data/text";
import type { Evaluation } from "../evaluation.ts";
import { isAbove, type Measurement } from "../measures/measurement.ts";
import { type ClassFindings, classFindings, type LowShare, list, lowShares } from "./classFindings.ts";
import { level, MIN_RATIO_AS_GOOD, MIN_RATIO_HALF, MIN_RATIO_NEARLY } from "./shareLevel.ts";

/** Summary of an evaluation in sentences. */
export interface EvaluationWords {
  /** Overall verdict, one sentence. */
  readonly verdict: string;
  /** Measures that match real images, one sentence each. */
  readonly good: readonly string[];
  /** Measures that do not match real images, one sentence each. */
  readonly bad: readonly string[];
}

/**
 * Summarize an evaluation in sentences.
 *
 * A share counts as good as real if it reaches 95 % of its baseline, or 80 % with overlapping intervals. The images as a whole count as good
 * as real cells only if all shares do and no measure is bad, including those of single classes: a class with few images hardly affects the
 * overall numbers. A sentence on all images is good only if no class contradicts it.
 */
export function describeEvaluation(evaluation: Evaluation): EvaluationWords {
  const good: string[] = [];
  const bad: string[] = [];
  const push = (isGood: boolean, sentence: string): void => {
    (isGood ? good : bad).push(sentence);
  };
  const { distances, classSeen, usefulness } = evaluation;
  const { precision, recall, coverage, kernelDistance } = distances;
  const classes = classFindings(evaluation);
  const { different, lowPrecision, lowCoverage, lowRecognition, lowAccuracy } = classes;
  const differentFeatures = evaluation.cells.filter((cell) =>
    isAbove(cell.distance, cell.distance.realBaseline),
  );
  // One number for all images can miss differences of single classes and features.
  const hasDifferences = different.length > 0 || differentFeatures.length > 0;

  const precisionLevel = levelOf(precision);
  const resemblance = hasDifferences
    ? "single images are close to real ones, but the set has the differences listed"
    : "they look like real ones";
  push(
    precisionLevel >= MIN_RATIO_AS_GOOD && lowPrecision.length === 0,
    `${percent(precision.value)} of ${precision.n} images resemble real ones in the features ${precision.features} (${percent(precision.realBaseline.value)} of ${precision.realBaseline.n} real ones)` +
      conclusion(precisionLevel, lowPrecision, [
        resemblance,
        "most look like real ones",
        "many do not look like real ones",
        precision.value < 0.1 ? "hardly any looks like a real one" : "most do not look like real ones",
      ]),
  );
  const recallIsLow = levelOf(recall) < MIN_RATIO_AS_GOOD;
  const coverageLevel = levelOf(coverage);
  push(
    coverageLevel >= MIN_RATIO_AS_GOOD && lowCoverage.length === 0 && !recallIsLow,
    `${percent(coverage.value)} of the real images are covered by ${coverage.n} generated ones (${percent(coverage.realBaseline.value)} by ${coverage.realBaseline.n} new real ones)` +
      conclusion(coverageLevel, lowCoverage, [
        recallIsLow
          ? `but the recall is only ${percent(recall.value)} (${percent(recall.realBaseline.value)}): some of the variety is missing`
          : "the variety is there",
        "some of the variety is missing",
        "much of the variety is missing",
        "most of the variety is missing",
      ]),
  );
  const differs = isAbove(kernelDistance, kernelDistance.realBaseline);
  const isContradicted = !differs && hasDifferences;
  push(
    !differs && !isContradicted,
    `The kernel distance in the features ${kernelDistance.features} is ${distance(kernelDistance.value)} for ${kernelDistance.n} images, ` +
      `that of ${kernelDistance.realBaseline.n} real ones ${distance(kernelDistance.realBaseline.value)}: ` +
      `${differs ? "the sets differ" : isContradicted ? "it does not detect the differences that follow" : "the difference is not significant"}.`,
  );
  if (different.length > 0) {
    const named = different.map(({ name, distances }) => {
      const { value, realBaseline } = distances!.kernelDistance;
      return `${name} (${distance(value)}, real ones ${distance(realBaseline.value)})`;
    });
    bad.push(`The kernel distance per class distinguishes generated from real images of ${list(named)}.`);
  }

  if (evaluation.cells.length > 0) {
    push(
      differentFeatures.length === 0,
      differentFeatures.length === 0
        ? `None of the ${evaluation.cells.length} measured features of the cells differs significantly from real ones.`
        : `${differentFeatures.length} of ${evaluation.cells.length} measured features of the cells differ significantly from real ones, most of all ` +
            `${list(differentFeatures.slice(0, 3).map(({ label, direction }) => `${label} (${direction})`))}.`,
    );
  }

  const memorised = describeMemorisation(evaluation, classes);
  push(memorised.isGood, memorised.sentence);

  if (classSeen) {
    push(
      levelOf(classSeen.share) >= MIN_RATIO_AS_GOOD && lowRecognition.length === 0,
      `${percent(classSeen.share.value)} show the requested class (a classifier recognizes ${percent(classSeen.share.realBaseline.value)} of real ones)${butOnly(lowRecognition)}.`,
    );
  }
  if (usefulness) {
    const { accuracyRatio, generated, real, both } = usefulness;
    const useful = accuracyRatio.value;
    push(
      usefulLevel(accuracyRatio) >= MIN_RATIO_AS_GOOD && lowAccuracy.length === 0,
      `A classifier trained on generated images only has an accuracy of ${percent(generated.value)} on real cells, one trained on as many real images ${percent(real.value)} ` +
        `(ratio ${useful.toFixed(2)})${butOnly(lowAccuracy, "on")}${isAbove(both, real) ? `; both together give ${percent(both.value)}, more than real images only` : ""}.`,
    );
  }
  const mostDiffer =
    different.length > classes.tested / 2 || differentFeatures.length > evaluation.cells.length / 2;
  return {
    verdict: verdictOf(evaluation, classes, {
      copied: memorised.copied,
      differ: differs || differentFeatures.length > 0,
      mostDiffer,
      isBad: bad.length > 0,
    }),
    good,
    bad,
  };
}

function describeMemorisation(
  { memorisation, perClass }: Evaluation,
  { closeToTraining }: ClassFindings,
): { isGood: boolean; copied: boolean; sentence: string } {
  const { copies, closerThanHeldOut, distance: nearest } = memorisation;
  const copied =
    copies.low > copies.realBaseline.high ||
    (copies.value > 0 && copies.realBaseline.value === 0 && copies.low > 0.001);
  const close = isAbove(closerThanHeldOut, closerThanHeldOut.realBaseline);
  const isNew = nearest.realBaseline.value > 0;
  const shares = closeToTraining.map(
    ({ name, memorisation }) => `${percent(memorisation!.closerThanHeldOut.value)} of ${name}`,
  );
  const others = perClass.length > 1 ? " of their class" : "";
  return {
    isGood: !copied && !close && isNew && shares.length === 0,
    copied,
    sentence: copied
      ? `${percent(copies.value)} of the images are copies or near copies of training images (${percent(copies.realBaseline.value)} of new real ones are as close): training images were memorized.`
      : !isNew
        ? "Memorization cannot be measured: the held-out images are training images."
        : close
          ? `${percent(closerThanHeldOut.value)} of the images are closer to a training image than 19 of 20 new real ones (5 % is expected by chance): some may be memorized. Check the nearest pairs.`
          : shares.length > 0
            ? `${list(shares)} are closer to a training image than 19 of 20 new real ones${others} (5 % is expected by chance): some may be memorized. Check the nearest pairs.`
            : `No sign of memorization: the distance to the nearest training image is ${ratio(nearest)} times that of new real images.`,
  };
}

interface Findings {
  readonly copied: boolean;
  /** Whether the sets or the measured cells differ. */
  readonly differ: boolean;
  /** Whether more than half of the classes or of the measured features differ. */
  readonly mostDiffer: boolean;
  readonly isBad: boolean;
}

function verdictOf(
  { distances, classSeen, usefulness }: Evaluation,
  { lowPrecision, lowCoverage, lowRecognition, lowAccuracy }: ClassFindings,
  { copied, differ, mostDiffer, isBad }: Findings,
): string {
  const levels = [
    levelOf(distances.precision),
    levelOf(distances.recall),
    levelOf(distances.coverage),
    ...(classSeen ? [levelOf(classSeen.share)] : []),
    ...(usefulness ? [usefulLevel(usefulness.accuracyRatio)] : []),
    // A class that fails lowers the verdict, but only to the level of half.
    ...[lowPrecision, lowCoverage, lowRecognition, lowAccuracy]
      .flat()
      .map(({ share, realBaseline }) => Math.max(level(share, realBaseline), MIN_RATIO_HALF)),
  ];
  const lowest = Math.min(...levels);
  if (copied) return "Do not use these images as new cells: some are copies of training images.";
  if (lowest < MIN_RATIO_HALF) return "These images cannot stand in for real cells.";
  if (lowest < MIN_RATIO_NEARLY || mostDiffer)
    return "These images resemble real cells, but cannot stand in for them.";
  if (differ) return "These images come close to real cells, but differ from them as a set.";
  if (isBad) return "These images come close to real cells, but some measures differ.";
  return "The images are as good as real cells by these measures.";
}

function levelOf(share: Measurement): number {
  return level(share, share.realBaseline);
}

/** Level of a ratio, whose own interval shows whether 1 is possible. */
function usefulLevel({ value, high }: Measurement): number {
  return high >= 1 && value >= MIN_RATIO_NEARLY ? Math.max(value, MIN_RATIO_AS_GOOD) : value;
}

/** End of a sentence on a share: the classes where it is low, and what the share of all images means. */
function conclusion(
  part: number,
  low: readonly LowShare[],
  [asGood, nearly, half, hardly]: readonly [string, string, string, string],
): string {
  if (part >= MIN_RATIO_AS_GOOD) {
    if (low.length > 0) return `${butOnly(low)}.`;
    return asGood.startsWith("but ") ? `, ${asGood}.` : `: ${asGood}.`;
  }
  return `${butOnly(low)}: ${part >= MIN_RATIO_NEARLY ? nearly : part >= MIN_RATIO_HALF ? half : hardly}.`;
}

function butOnly(low: readonly LowShare[], preposition: "of" | "on" = "of"): string {
  return low.length > 0 ? `, but only ${lowShares(low, preposition)}` : "";
}

function distance(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(3);
}

function ratio({ value, realBaseline }: Measurement): string {
  return (value / realBaseline.value).toFixed(2);
}
