import { randomStream } from "@cellgen/random";
import { mostProbable } from "../networks/mostProbable.ts";
import { BATCH, trainClassifier } from "../networks/trainClassifier.ts";
import type { NetworkTrainingOptions } from "../networks/trainNetwork.ts";
import {
  checkImages,
  checkLabels,
  checkSameSize,
  type ImageSet,
  imagesOfClass,
  joinImages,
  selectImages,
} from "./imageSet.ts";
import { type Estimate, type Measurement, shareEstimate } from "./measurement.ts";

/** Accuracy of a classifier on held-out real images. */
export interface UsefulnessAccuracy extends Estimate {
  /** Number of training images. */
  readonly trainedOn: number;
  /** Number of held-out test images that count. */
  readonly n: number;
  /** Accuracy on the held-out images of each class. */
  readonly perClass: readonly (Estimate & { readonly n: number })[];
}

/** Accuracy of classifiers trained on generated images, compared with real ones. */
export interface Usefulness {
  /** Trained on generated images only. */
  readonly generated: UsefulnessAccuracy;
  /** Trained on the same number of real images of each class. */
  readonly real: UsefulnessAccuracy;
  /** Trained on generated and real images. */
  readonly both: UsefulnessAccuracy;
  /** Trained on real images again, different ones if possible, with other initial weights: the random variation. */
  readonly realAgain: UsefulnessAccuracy;
  /** Accuracy ratio of training on generated and on real images; the baseline is that of `realAgain`. 1 = as good as real. */
  readonly accuracyRatio: Measurement;
}

/** Options of `usefulness`. */
export interface UsefulnessOptions extends NetworkTrainingOptions {
  readonly classes: number;
  /** Number of epochs of the classifier of real images; the others use the same number of steps. @default enough for 400 steps */
  readonly epochs?: number;
  /** Indices of the held-out images that count for the accuracies of all classes; those of single classes use all. @default all */
  readonly counted?: ArrayLike<number> | undefined;
}

const RESAMPLES = 1000;
const STEPS = 400;

/**
 * Train four classifiers with the same settings, on generated images, real images, both, and real images again, and test them on held-out
 * real images.
 *
 * For each class, equal numbers of real and generated images are used, limited by the smaller set and selected by the seed. All four are
 * trained for the same number of steps. The interval of the ratio is a bootstrap over the held-out images, paired for both classifiers.
 *
 * @param generated - Generated images with labels; the other sets need labels too.
 * @param training - Real images.
 * @param heldOut - Real images for testing.
 * @throws RangeError if sets are empty, differ in size, have no labels or no class in common; the signal's reason if it is aborted.
 * @see Ravuri and Vinyals 2019, arXiv:1905.10887: classification accuracy score.
 */
export async function usefulness(
  generated: ImageSet,
  training: ImageSet,
  heldOut: ImageSet,
  options: UsefulnessOptions,
): Promise<Usefulness> {
  const caller = "usefulness";
  const { classes, seed, onProgress } = options;
  checkImages(caller, "generated", generated);
  checkImages(caller, "training", training);
  checkImages(caller, "heldOut", heldOut);
  checkSameSize(caller, "generated", generated, training);
  checkSameSize(caller, "heldOut", heldOut, training);
  const labels = checkLabels(caller, "heldOut", heldOut, classes);
  const chosen = equalSets(
    checkLabels(caller, "generated", generated, classes),
    checkLabels(caller, "training", training, classes),
    classes,
    seed,
  );
  if (chosen.generated.length === 0) {
    throw new RangeError(`${caller}: generated and training must have a class in common.`);
  }
  const ofGenerated = selectImages(generated, chosen.generated);
  const ofReal = selectImages(training, chosen.real);
  const sets = [
    ofGenerated,
    ofReal,
    joinImages(ofGenerated, ofReal),
    selectImages(training, chosen.others),
  ] as const;
  const counted = Array.from(options.counted ?? labels.keys());
  const right: boolean[][] = [];
  const accuracies: UsefulnessAccuracy[] = [];
  for (const [index, set] of sets.entries()) {
    const size = set.labels!.length;
    const steps = ((options.epochs ?? (STEPS * BATCH) / chosen.real.length) * chosen.real.length) / BATCH;
    const classifier = await trainClassifier(set, {
      ...options,
      epochs: (steps * BATCH) / size,
      seed: index === 3 ? otherSeed(seed) : seed,
      onProgress: ({ step, steps, loss }) =>
        onProgress?.({ step: index * steps + step, steps: sets.length * steps, loss }),
    });
    try {
      const seen = mostProbable(await classifier.classify(heldOut), classes);
      const hits = Array.from(labels, (label, image) => label === seen[image]);
      right.push(counted.map((image) => hits[image]!));
      accuracies.push(accuracyOf(hits, labels, classes, size, counted));
    } finally {
      await classifier.dispose();
    }
  }
  const [byGenerated, byReal, byBoth, byRealAgain] = accuracies as [
    UsefulnessAccuracy,
    UsefulnessAccuracy,
    UsefulnessAccuracy,
    UsefulnessAccuracy,
  ];
  return {
    generated: byGenerated,
    real: byReal,
    both: byBoth,
    realAgain: byRealAgain,
    accuracyRatio: {
      ...ratioOf(right[0]!, right[1]!, seed),
      features: "classifiers tested on held-out real images",
      n: chosen.generated.length,
      reference: chosen.real.length,
      realBaseline: { ...ratioOf(right[3]!, right[1]!, seed), n: chosen.others.length },
    },
  };
}

/** Select equal numbers of generated and real images of each class, and other real images if there are enough. */
function equalSets(
  generated: Int32Array,
  real: Int32Array,
  classes: number,
  seed: number,
): Record<"generated" | "real" | "others", number[]> {
  const sets: Record<"generated" | "real" | "others", number[]> = { generated: [], real: [], others: [] };
  for (let label = 0; label < classes; label++) {
    const shuffled = (indices: number[], stream: string): number[] =>
      Array.from(randomStream(seed, stream, label).permutation(indices.length), (place) => indices[place]!);
    const ofGenerated = shuffled(imagesOfClass(generated, label), "usefulGenerated");
    const ofReal = shuffled(imagesOfClass(real, label), "usefulReal");
    const count = Math.min(ofGenerated.length, ofReal.length);
    sets.generated.push(...ofGenerated.slice(0, count));
    sets.real.push(...ofReal.slice(0, count));
    sets.others.push(...ofReal.toReversed().slice(0, count));
  }
  return sets;
}

function otherSeed(seed: number): number {
  return seed === 0 ? 1 : seed - 1;
}

function accuracyOf(
  hits: readonly boolean[],
  labels: Int32Array,
  classes: number,
  trainedOn: number,
  counted: readonly number[],
): UsefulnessAccuracy {
  const share = (some: readonly boolean[]): Estimate & { readonly n: number } => ({
    ...shareEstimate(some.filter(Boolean).length, some.length),
    n: some.length,
  });
  return {
    ...share(counted.map((image) => hits[image]!)),
    trainedOn,
    perClass: Array.from({ length: classes }, (_, label) =>
      share(hits.filter((_, i) => labels[i] === label)),
    ),
  };
}

/** Return `mean(a) / mean(b)` with the 2.5 % and 97.5 % quantiles over resampled images. */
function ratioOf(a: readonly boolean[], b: readonly boolean[], seed: number): Estimate {
  const ratio = (index: (place: number) => number): number => {
    let [ofA, ofB] = [0, 0];
    for (let place = 0; place < a.length; place++) {
      const image = index(place);
      if (a[image]) ofA++;
      if (b[image]) ofB++;
    }
    return ofA / Math.max(ofB, 1);
  };
  const resampled = Array.from({ length: RESAMPLES }, (_, resample) => {
    const random = randomStream(seed, "accuracyRatio", resample);
    return ratio(() => random.integer(a.length));
  }).sort((x, y) => x - y);
  return {
    value: ratio((place) => place),
    low: resampled[Math.floor(0.025 * RESAMPLES)]!,
    high: resampled[Math.ceil(0.975 * RESAMPLES) - 1]!,
  };
}
