import type { Engine } from "@cellgen/engine";
import { type Classifier, type ImageSet, trainClassifier } from "@cellgen/evaluation";
import type { ModelCard, UnitImage } from "@cellgen/pipelines";
import { scanData } from "../../input/scanData.ts";
import { splitFolder } from "../../input/splitFolder.ts";
import { shownPath } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { readSet } from "../evaluate/evaluateData.ts";

export interface StyleJudgeOptions {
  /** Folder with a subfolder a class. */
  readonly data: string;
  readonly card: ModelCard;
  readonly engine: Engine;
  readonly seed: number;
  /** Files that are to be judged: it must not learn from them. */
  readonly judged: readonly string[];
  readonly signal: AbortSignal;
}

/** Images that the training looks at: 500 steps of 32. */
const LOOKS = 500 * 32;
/** More often it need not see each: few images are done sooner. */
const MOST_EPOCHS = 100;

/** A classifier that was trained on real images, and how good it is. */
export interface StyleJudge {
  /** Share of real images kept aside that it takes for what they are. */
  readonly accuracy: number;
  /** So many were kept aside. */
  readonly keptAside: number;
  /** How probable it holds each class for an image: `[classes]`. */
  judge(image: UnitImage): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Fewer real images of a class tell little of it. */
const FEWEST = 8;

/**
 * Trains a classifier of the model's classes on real images.
 *
 * @param to - The class that the images are translated to.
 * @throws UsageError if there are too few images of that class, or of all others.
 */
export async function trainStyleJudge(to: number, options: StyleJudgeOptions, io: Io): Promise<StyleJudge> {
  const { data, card, seed, judged, signal } = options;
  const folder = await scanData("--data", data, { signal }, io);
  const labels = folder.classes.map((name) => card.classes.indexOf(name));
  const left = folder.files.filter(({ path, label }) => (labels[label] ?? -1) >= 0 && !judged.includes(path));
  const ofTarget = left.filter(({ label }) => labels[label] === to).length;
  if (ofTarget < FEWEST || left.length - ofTarget < FEWEST) {
    throw new UsageError(
      `--data ${shownPath(data)} must have ${FEWEST} images or more of ${card.classes[to]} and of other classes of the model, in subfolders of their names, ` +
        `got ${ofTarget} and ${left.length - ofTarget}. Give the folder that the model was trained on, or leave --data out.`,
    );
  }
  const split = await splitFolder(folder.path, left, seed, "Leave --data out.");
  const read = { card, labels, seed, signal };
  const training = await readSet(folder, split.training, read, io);
  const aside = await readSet(folder, split.heldOut, read, io);
  const classifier = await trained(training.set, card.classes.length, options, io);
  const seen = await classifier.classify(aside.set);
  const right = aside.set.labels!.filter(
    (label, row) => label === mostProbable(rowOf(seen, row, card)),
  ).length;
  return {
    accuracy: right / aside.names.length,
    keptAside: aside.names.length,
    judge: (image) => classifier.classify(image),
    dispose: () => classifier.dispose(),
  };
}

async function trained(
  set: ImageSet,
  classes: number,
  { engine, seed, signal }: StyleJudgeOptions,
  io: Io,
): Promise<Classifier> {
  let progress: ReturnType<typeof startProgress> | undefined;
  try {
    return await trainClassifier(set, {
      engine,
      classes,
      seed,
      epochs: Math.min(LOOKS / set.labels!.length, MOST_EPOCHS),
      signal,
      onProgress: ({ step, steps }) => {
        progress ??= startProgress(io, { noun: "step of the classifier", total: steps });
        progress.update(step);
      },
    });
  } finally {
    progress?.stop();
  }
}

function rowOf(probabilities: Float32Array, row: number, { classes }: ModelCard): Float32Array {
  return probabilities.subarray(row * classes.length, (row + 1) * classes.length);
}

/** The class of the largest probability. */
export function mostProbable(probabilities: Float32Array): number {
  return probabilities.indexOf(Math.max(...probabilities));
}
