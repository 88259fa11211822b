import { splitFiles } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { type ClassJudge, type ModelCard, trainingSelection } from "@cellgen/pipelines";
import type { ImageSet } from "../measures/imageSet.ts";
import type { Classifier } from "../networks/loadNetwork.ts";
import { mostProbable } from "../networks/mostProbable.ts";
import { BATCH, trainClassifier } from "../networks/trainClassifier.ts";
import type { EvaluateFolderProgress } from "./evaluateFolderOptions.ts";
import { EvaluationError } from "./evaluationError.ts";
import { readImageSet } from "./images/readImageSet.ts";
import { scanFolder } from "./images/scanFolder.ts";
import { labelsAmong } from "./images/sharedClasses.ts";

export interface ClassJudgeOptions {
  /** Folder of real images, with a subfolder for each class. */
  readonly data: string;
  /** Card of the model whose classes are recognized. */
  readonly card: ModelCard;
  /** Class that must be among the images. */
  readonly target: number;
  /** Engine for training and running the classifier. It is not disposed. */
  readonly engine: Engine;
  /** Random seed, an integer in 0…2^53-1. @default 0 */
  readonly seed?: number;
  /** Absolute paths of files to be classified, which are excluded from training. @default [] */
  readonly exclude?: readonly string[];
  /** Called with progress in the stages "scan", "read" and "train". */
  readonly onProgress?: (progress: EvaluateFolderProgress) => void;
  readonly signal?: AbortSignal;
}

/** Classifier trained on real images, and its accuracy. */
export interface TrainedClassJudge {
  /** Share of held-out real images whose class it recognizes. */
  readonly accuracy: number;
  /** Number of held-out real images. */
  readonly heldOut: number;
  readonly judge: ClassJudge;
  dispose(): Promise<void>;
}

const STEPS = 500;
/** Maximum number of epochs: for few images, more do not help. */
const MAX_EPOCHS = 100;
/** Minimum number of images of a class for a reliable classifier. */
const MIN_IMAGES = 8;

/**
 * Train a classifier of a model's classes on a folder of real images, for example to check into which class an image was translated with
 * `judge`. About a quarter of the images is held out to measure the accuracy.
 *
 * @returns The classifier. Dispose of it after use. On the same engine and machine, it is a function of the files and the seed.
 * @throws EvaluationError if there are fewer than 8 images of the target class or of all others; the errors of `splitFiles`; the signal's
 * reason if it is aborted.
 */
export async function trainClassJudge(options: ClassJudgeOptions): Promise<TrainedClassJudge> {
  const { data, card, target, engine, seed = 0, exclude = [], signal, onProgress } = options;
  const { classes } = card;
  const folder = await scanFolder("trainClassJudge", "data", data, {
    ...options,
    selection: trainingSelection(card),
  });
  const labels = labelsAmong(classes, folder);
  const excluded = new Set(exclude);
  const files = folder.files.filter(({ path, label }) => (labels[label] ?? -1) >= 0 && !excluded.has(path));
  const ofTarget = files.filter(({ label }) => labels[label] === target).length;
  const ofOthers = files.length - ofTarget;
  if (ofTarget < MIN_IMAGES || ofOthers < MIN_IMAGES) {
    throw new EvaluationError("trainClassJudge", {
      code: "ERR_TOO_FEW_OF_CLASS",
      path: folder.path,
      name: classes[target]!,
      count: ofTarget,
      others: ofOthers,
      minimum: MIN_IMAGES,
    });
  }
  const split = await splitFiles(folder.path, files, { seed, everyClass: false });
  const reading = {
    card,
    labels,
    seed,
    signal,
    onProgress: (done: number, total: number) => onProgress?.({ stage: "read", done, total }),
  };
  const training = await readImageSet(folder, split.training, reading);
  const heldOut = await readImageSet(folder, split.heldOut, reading);
  const classifier = await trainClassifier(training.set, {
    engine,
    classes: classes.length,
    seed,
    epochs: Math.min((STEPS * BATCH) / training.names.length, MAX_EPOCHS),
    ...(signal ? { signal } : {}),
    onProgress: ({ step, steps, loss }) => onProgress?.({ stage: "train", done: step, total: steps, loss }),
  });
  try {
    const seen = mostProbable(await classifier.classify(heldOut.set), classes.length);
    const right = heldOut.set.labels!.filter((label, image) => label === seen[image]).length;
    return {
      accuracy: right / heldOut.names.length,
      heldOut: heldOut.names.length,
      judge: judgeOf(classifier, card),
      dispose: () => classifier.dispose(),
    };
  } catch (error) {
    await classifier.dispose();
    throw error;
  }
}

function judgeOf(classifier: Classifier, { height, width, channels, classes }: ModelCard): ClassJudge {
  return async (images) => {
    const length = height * width * channels;
    const set: ImageSet = { values: new Float32Array(images.length * length), height, width, channels };
    images.forEach(({ values }, index) => {
      set.values.set(values, index * length);
    });
    const probabilities = await classifier.classify(set);
    const labels = mostProbable(probabilities, classes.length);
    return Array.from(labels, (label, index) => ({
      label,
      probabilities: probabilities.slice(index * classes.length, (index + 1) * classes.length),
    }));
  };
}
