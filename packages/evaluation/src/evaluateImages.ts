import type { Engine } from "@cellgen/engine";
import type { ClassEvaluation, EvaluatedCounts, Evaluation } from "./evaluation.ts";
import { type EvaluationProgress, evaluationProgress } from "./evaluationProgress.ts";
import { isMeasured } from "./features/cellFeatureExtractor.ts";
import type { FeatureExtractor } from "./features/featureExtractor.ts";
import { type ClassSeen, classSeen } from "./measures/classSeen.ts";
import { compareCells } from "./measures/compareCells.ts";
import { featureDistances, MIN_ROWS } from "./measures/featureDistances.ts";
import {
  checkImages,
  checkLabels,
  checkSameSize,
  type ImageSet,
  imagesOfClass,
} from "./measures/imageSet.ts";
import { pickRows } from "./measures/jackknife.ts";
import { measureSets } from "./measures/measureSets.ts";
import { memorisationOf } from "./measures/memorisation.ts";
import { type NearestPair, nearestImages } from "./measures/nearestImages.ts";
import {
  type ClassSelection,
  type ClassWeights,
  type SetLabels,
  selectByClass,
} from "./measures/selectByClass.ts";
import { usefulness } from "./measures/usefulness.ts";
import { type Classifier, isClassifier } from "./networks/loadNetwork.ts";
import { trainClassifier } from "./networks/trainClassifier.ts";

/** Image sets of an evaluation. All images have the same size. */
export interface EvaluatedSets {
  /** Generated images, with labels for class-conditional generation. */
  readonly generated: ImageSet;
  /** Real images on which the model was trained. */
  readonly training: ImageSet;
  /** Held-out real images of the same kind, on which the model was not trained. */
  readonly heldOut: ImageSet;
}

export interface EvaluateOptions {
  /** Engine for training and running networks. It is not disposed. */
  readonly engine: Engine;
  /** Features in which the sets are compared. Not disposed. */
  readonly features: FeatureExtractor;
  /** Class names: label k is `classes[k]`. Requires labels in all sets. @default no classes */
  readonly classes?: readonly string[];
  /**
   * Weight of the classes in the measures of all images: in proportion to the held-out images, or equal, for models that were trained on all
   * classes equally. Images of each set are selected so that all sets have these proportions. @default "heldOut"
   */
  readonly classWeights?: ClassWeights;
  /** Classifier trained on `training`. @default `features` if it is a classifier, otherwise a new one is trained */
  readonly classifier?: Classifier;
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
  /** Index of the only channel in which cells are segmented and measured. @default all of 1 or 3 channels, otherwise the first */
  readonly segmentChannel?: number | undefined;
  /** Number of epochs of each classifier. @default as `trainClassifier` */
  readonly epochs?: number;
  /** Called with the progress: `share` of all the work, 0…1. */
  readonly onProgress?: (progress: EvaluationProgress) => void;
  /** Aborts the evaluation with `signal.reason`. */
  readonly signal?: AbortSignal;
}

/**
 * Evaluate generated images against real ones: feature distances, differences of measured cell features, and memorization. With classes,
 * also whether the requested class is recognized, the accuracy of a classifier trained on generated images, and all measures per class.
 *
 * With classes, the measures of all images use images in equal proportions of classes, so that generated and real sets may have different
 * ones, see `classWeights`. Measures per class use all images of the class.
 *
 * Every measure has a baseline: the same measure of held-out real images in place of generated ones. Measures that depend on the number of
 * images use equal numbers of both; the kernel distance, memorization and class recognition use all images.
 *
 * @returns The result. On the same engine and machine, it is a function of the images, features and seed.
 * @throws RangeError if a set has fewer than 8 images, the sets differ in size, or labels are missing or out of range; the signal's reason if
 * it is aborted.
 */
export async function evaluateImages(sets: EvaluatedSets, options: EvaluateOptions): Promise<Evaluation> {
  const caller = "evaluateImages";
  const { engine, features, classes = [], seed, signal } = options;
  const { generated, training, heldOut } = sets;
  const n: EvaluatedCounts = {
    training: checkImages(caller, "training", training, MIN_ROWS),
    generated: checkImages(caller, "generated", generated, MIN_ROWS),
    heldOut: checkImages(caller, "heldOut", heldOut, MIN_ROWS),
  };
  checkSameSize(caller, "generated", generated, training);
  checkSameSize(caller, "heldOut", heldOut, training);
  if (classes.length === 1)
    throw new RangeError(`${caller}: classes must be empty or have at least two names, got 1.`);
  const labels =
    classes.length === 0
      ? undefined
      : {
          generated: checkLabels(caller, "generated", generated, classes.length),
          training: checkLabels(caller, "training", training, classes.length),
          heldOut: checkLabels(caller, "heldOut", heldOut, classes.length),
        };
  const selection = labels && selectionOf(labels, classes.length, options);
  /** Images that are compared as a whole. */
  const whole = selection?.indices ?? {
    generated: indicesOf(n.generated),
    training: indicesOf(n.training),
    heldOut: indicesOf(n.heldOut),
  };
  const given = options.classifier ?? (isClassifier(features) ? features : undefined);
  const report = evaluationProgress(options.onProgress, [
    ...(labels && !given ? (["classes"] as const) : []),
    ...(labels ? (["usefulness"] as const) : []),
  ]);

  report("cells", 0);
  const measured = await measureSets(sets, {
    segmentChannel: options.segmentChannel,
    ...(signal ? { signal } : {}),
    onProgress: (share) => report("cells", 0.75 * share),
  });
  const cells = compareCells(measured, sets, {
    seed,
    selection: whole,
    classes: classes.length,
    ...(signal ? { signal } : {}),
    onProgress: (share) => report("cells", 0.75 + 0.25 * share),
  });
  report("features", 0);
  const rows = await eachSet(sets, (set, kind) =>
    isMeasured(features) ? Promise.resolve(Float32Array.from(measured[kind])) : features.features(set),
  );
  signal?.throwIfAborted();
  report("memorisation", 0);
  const near = await nearestImages(generated, training, signal);
  report("memorisation", 0.5);
  const nearHeldOut = await nearestImages(heldOut, training, signal);
  report("distances", 0);
  const distanceOptions = { name: features.name, dimension: features.dimension, seed };
  const distancesOf = (indices: Readonly<Record<keyof EvaluatedCounts, ArrayLike<number>>>) => {
    const pick = (kind: keyof EvaluatedCounts): Float64Array =>
      pickRows(Float64Array.from(rows[kind]), features.dimension, indices[kind]);
    return featureDistances(pick("generated"), pick("heldOut"), pick("training"), distanceOptions);
  };
  const distances = distancesOf(whole);
  signal?.throwIfAborted();

  const perClass = classes.map((name, label): ClassEvaluation => {
    report("distances", (label + 1) / (classes.length + 1));
    const indices = {
      generated: imagesOfClass(labels!.generated, label),
      training: imagesOfClass(labels!.training, label),
      heldOut: imagesOfClass(labels!.heldOut, label),
    };
    const enough = Object.values(indices).every(({ length }) => length >= MIN_ROWS);
    const pairs = pairsOf(near, indices.generated);
    const pairsHeldOut = pairsOf(nearHeldOut, indices.heldOut);
    return {
      name,
      n: countsOf(indices),
      cells: cells.perClass[label]!,
      ...(enough ? { distances: distancesOf(indices) } : {}),
      ...(pairs.length > 0 && pairsHeldOut.length > 0
        ? { memorisation: memorisationOf(pairs, pairsHeldOut, n.training, 4) }
        : {}),
    };
  });
  const { worst, worstHeldOut } = memorisationOf(near, nearHeldOut, n.training);
  const evaluation: Evaluation = {
    n,
    features: features.name,
    seed,
    distances,
    cells: cells.all,
    memorisation: {
      ...memorisationOf(pairsOf(near, whole.generated), pairsOf(nearHeldOut, whole.heldOut), n.training),
      // The closest pairs are those of all images.
      ...{ worst, worstHeldOut },
    },
    ...(labels
      ? {
          classProportions: {
            weights: selection?.weights ?? "unchanged",
            n: countsOf(whole),
            excluded: selection?.excluded.map((label) => classes[label]!) ?? [],
          },
        }
      : {}),
    perClass,
  };
  if (!labels) return evaluation;

  const fit = { engine, seed, classes: classes.length, ...(signal ? { signal } : {}) };
  const epochs = options.epochs === undefined ? {} : { epochs: options.epochs };
  const classifier =
    given ??
    (await trainClassifier(training, {
      ...fit,
      ...epochs,
      onProgress: ({ step, steps }) => report("classes", step / steps),
    }));
  let seen: ClassSeen;
  try {
    seen = await classSeen(generated, heldOut, classifier, whole);
  } finally {
    if (!given) await classifier.dispose();
  }
  const useful = await usefulness(generated, training, heldOut, {
    ...fit,
    ...epochs,
    counted: whole.heldOut,
    onProgress: ({ step, steps }) => report("usefulness", step / steps),
  });
  return { ...evaluation, classSeen: seen, usefulness: useful };
}

async function eachSet<Result>(
  { generated, training, heldOut }: EvaluatedSets,
  compute: (set: ImageSet, kind: keyof EvaluatedSets) => Promise<Result>,
): Promise<Record<keyof EvaluatedSets, Result>> {
  return {
    generated: await compute(generated, "generated"),
    training: await compute(training, "training"),
    heldOut: await compute(heldOut, "heldOut"),
  };
}

/** Select images in the proportions of the option, or of the held-out images if a set has too few images for equal weights. */
function selectionOf(
  labels: SetLabels,
  classes: number,
  { classWeights = "heldOut", seed }: Pick<EvaluateOptions, "classWeights" | "seed">,
): ClassSelection | undefined {
  return (
    selectByClass(labels, classes, classWeights, seed) ??
    (classWeights === "heldOut" ? undefined : selectByClass(labels, classes, "heldOut", seed))
  );
}

function indicesOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function countsOf({
  generated,
  training,
  heldOut,
}: Readonly<Record<keyof EvaluatedCounts, ArrayLike<number>>>): EvaluatedCounts {
  return { generated: generated.length, training: training.length, heldOut: heldOut.length };
}

/** Return the pairs of selected images. */
function pairsOf(pairs: readonly NearestPair[], indices: ArrayLike<number>): NearestPair[] {
  return Array.from(indices, (index) => pairs[index]!);
}
