import type { Evaluation } from "../evaluation.ts";
import { isAbove, type Measurement } from "../measures/measurement.ts";
import { percent } from "./percent.ts";

/** An evaluation in sentences. */
export interface EvaluationWords {
  /** In a sentence: whether the images can stand in for real ones. */
  readonly verdict: string;
  /** Measures that match real images, a sentence each. */
  readonly good: readonly string[];
  /** Measures that do not. */
  readonly bad: readonly string[];
}

/** Minimum ratios of a share to its floor for it to be called as good as real, nearly, or half. */
const MIN_RATIO_AS_GOOD = 0.95;
const MIN_RATIO_NEARLY = 0.8;
const MIN_RATIO_HALF = 0.5;

/**
 * Describes in sentences what is good about generated images and what is not.
 *
 * A share is called as good as real where it comes to 95 % of its floor, or to 80 % and their intervals overlap. The images
 * as a whole are called as good as real cells only where all shares are and nothing is bad, of no class by itself either: a class of few
 * images hardly moves the numbers of all.
 */
export function describeEvaluation(evaluation: Evaluation): EvaluationWords {
  const good: string[] = [];
  const bad: string[] = [];
  const { distances, memorisation, classSeen, usefulness } = evaluation;
  const { precision, coverage, kernelDistance } = distances;

  const precisionLevel = level(precision);
  push(
    precisionLevel >= MIN_RATIO_NEARLY ? good : bad,
    `${percent(precision.value)} of ${precision.n} images lie where real ones do in the features ${precision.features} (${percent(precision.floor.value)} of ${precision.floor.n} real ones): ` +
      `${wording(precisionLevel, "they look like real ones", "most look like real ones", "many do not look like real ones", "hardly any looks like a real one")}.`,
  );
  const coverageLevel = level(coverage);
  push(
    coverageLevel >= MIN_RATIO_NEARLY ? good : bad,
    `${percent(coverage.value)} of the real images have one of ${coverage.n} generated ones near (${percent(coverage.floor.value)} one of ${coverage.floor.n} new real ones): ` +
      `${wording(coverageLevel, "the variety is there", "some of the variety is missing", "much of the variety is missing", "most of the variety is missing")}.`,
  );
  const differs = isAbove(kernelDistance, kernelDistance.floor);
  push(
    differs ? bad : good,
    `The kernel distance in the features ${kernelDistance.features} is ${distance(kernelDistance.value)} for ${kernelDistance.n} images, ` +
      `that of ${kernelDistance.floor.n} real ones ${distance(kernelDistance.floor.value)}: ` +
      `${differs ? "the sets differ" : "no more than chance may give"}.`,
  );
  const differentClasses = evaluation.perClass.flatMap(({ name, distances }) => {
    const own = distances?.kernelDistance;
    return own && isAbove(own, own.floor)
      ? [`${name} (${distance(own.value)}, real ones ${distance(own.floor.value)})`]
      : [];
  });
  if (differentClasses.length > 0) {
    bad.push(
      `The kernel distance per class distinguishes generated from real images of ${list(differentClasses)}.`,
    );
  }

  const differentFeatures = evaluation.cells.filter((cell) => isAbove(cell.distance, cell.distance.floor));
  if (evaluation.cells.length > 0) {
    push(
      differentFeatures.length === 0 ? good : bad,
      differentFeatures.length === 0
        ? `None of the ${evaluation.cells.length} measured features of the cells differs from real ones beyond chance.`
        : `${differentFeatures.length} of ${evaluation.cells.length} measured features of the cells differ from real ones beyond chance, most of all ` +
            `${list(differentFeatures.slice(0, 3).map(({ label, direction }) => `${label} (${direction})`))}.`,
    );
  }

  const { copies, closerThanHeldOut, distance: nearest } = memorisation;
  const copied =
    copies.low > copies.floor.high || (copies.value > 0 && copies.floor.value === 0 && copies.low > 0.001);
  const close = isAbove(closerThanHeldOut, closerThanHeldOut.floor);
  const isNew = nearest.floor.value > 0;
  push(
    copied || close || !isNew ? bad : good,
    copied
      ? `${percent(copies.value)} of the images are copies of training images or nearly (${percent(copies.floor.value)} of new real ones are as near): training images were memorised.`
      : !isNew
        ? "Memorisation cannot be measured: the held-out images are training images."
        : close
          ? `${percent(closerThanHeldOut.value)} of the images are nearer to a training image than 19 of 20 new real ones are, where 5 % would be chance: some may be memorised. Check the nearest pairs.`
          : `No sign of memorisation: the nearest training image is ${ratio(nearest)} times as far away as from new real images.`,
  );

  if (classSeen) {
    push(
      level(classSeen.share) >= MIN_RATIO_NEARLY ? good : bad,
      `${percent(classSeen.share.value)} show the requested class (a classifier recognises ${percent(classSeen.share.floor.value)} of real ones).`,
    );
    const missed = missedClasses(evaluation);
    if (missed.length > 0) {
      bad.push(
        `Of ${list(missed.map(({ name, share }) => `${name} only ${percent(share.value)} show it (${percent(share.floor.value)} of real ones)`))}.`,
      );
    }
  }
  if (usefulness) {
    const { accuracyRatio, generated, real, both } = usefulness;
    const useful = accuracyRatio.value;
    push(
      useful >= MIN_RATIO_NEARLY ? good : bad,
      `A classifier trained on them only gets ${percent(generated.value)} of real cells right, one trained on as many real ones ${percent(real.value)} ` +
        `(ratio ${useful.toFixed(2)})${isAbove(both, real) ? `; both together give ${percent(both.value)}, more than real ones only` : ""}.`,
    );
  }
  return {
    verdict: verdictOf(evaluation, { copied, differ: differs || differentFeatures.length > 0, bad }),
    good,
    bad,
  };
}

/** The classes that are seen much less often than asked for, the worst first. */
function missedClasses({ classSeen, perClass }: Evaluation): { name: string; share: Measurement }[] {
  return (classSeen?.perClass ?? [])
    .map((share, label) => ({ share, name: perClass[label]?.name ?? String(label) }))
    .filter(({ share }) => share.n > 0 && isAbove(share.floor, share) && level(share) < MIN_RATIO_NEARLY)
    .sort((a, b) => level(a.share) - level(b.share));
}

interface Findings {
  readonly copied: boolean;
  /** The sets, or the cells in them, differ. */
  readonly differ: boolean;
  readonly bad: readonly string[];
}

function verdictOf(evaluation: Evaluation, { copied, differ, bad }: Findings): string {
  const { distances, classSeen, usefulness } = evaluation;
  const levels = [
    level(distances.precision),
    level(distances.coverage),
    ...(classSeen ? [level(classSeen.share)] : []),
    // A class that fails is a failure, if not of the whole.
    ...missedClasses(evaluation).map(({ share }) => Math.max(level(share), MIN_RATIO_HALF)),
    ...(usefulness ? [usefulness.accuracyRatio.value] : []),
  ];
  const least = Math.min(...levels);
  if (copied) return "Do not use these images as new cells: some are copies of training images.";
  if (least < MIN_RATIO_HALF) return "These images cannot stand in for real cells.";
  if (least < MIN_RATIO_NEARLY) return "These images resemble real cells, but cannot stand in for them.";
  if (differ) return "These images come close to real cells, but differ from them as a set.";
  if (bad.length > 0 || least < MIN_RATIO_AS_GOOD)
    return "These images come close to real cells, but not all is as it should be.";
  return "By these numbers the images are as good as real cells.";
}

/** A share of its floor; 1 where chance may explain the difference. */
function level(share: Measurement): number {
  if (share.floor.value <= 0) return 1;
  const part = share.value / share.floor.value;
  return share.high >= share.floor.low && part >= MIN_RATIO_NEARLY ? Math.max(part, MIN_RATIO_AS_GOOD) : part;
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

function ratio({ value, floor }: Measurement): string {
  return (value / floor.value).toFixed(2);
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
