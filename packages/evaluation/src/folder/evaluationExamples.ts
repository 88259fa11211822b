import { randomStream } from "@cellgen/random";
import type { ImageSet } from "../measures/imageSet.ts";
import type { NearestPair } from "../measures/nearestImages.ts";
import type { FolderEvaluation } from "./folderEvaluation.ts";

/** An image to show, as `tileGrid` of @cellgen/figures takes it. */
export interface ExampleImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[height, width, channels]`, in [-1, 1]. */
  readonly values: Float32Array;
  /** Its class; undefined without classes. */
  readonly label?: string;
}

/** An image and the training image nearest to it, as `pairSheet` of @cellgen/figures takes them. */
export interface ExamplePair {
  readonly image: ExampleImage;
  readonly training: ExampleImage;
  /** The distance between them. */
  readonly label: string;
}

/** Images to show of an evaluation. */
export interface EvaluationExamples {
  /** Selected by the seed. */
  readonly heldOut: readonly ExampleImage[];
  /** Selected by the seed. */
  readonly generated: readonly ExampleImage[];
  /** Generated images most like a training image, the nearest first. */
  readonly nearest: readonly ExamplePair[];
  /** Held-out images most like a training image, the nearest first. */
  readonly nearestHeldOut: readonly ExamplePair[];
}

/** How many images are shown. */
const COUNTS = { images: 32, nearest: 12, nearestHeldOut: 8 } as const;

/** Selects images to show of an evaluation: at random by its seed, or by being nearest to a training image. */
export function evaluationExamples({
  result,
  images,
  classes,
  generatedHaveClasses,
}: FolderEvaluation): EvaluationExamples {
  const { generated, training, heldOut } = images;
  const { worst, worstHeldOut } = result.memorisation;
  const selected = (set: ImageSet, hasLabels: boolean): ExampleImage[] =>
    randomIndices(set, COUNTS.images, result.seed).map((index) => ({
      ...imageOf(set, index),
      ...(hasLabels ? { label: classes[set.labels![index]!]! } : {}),
    }));
  const pairs = (set: ImageSet, nearest: readonly NearestPair[]): ExamplePair[] =>
    nearest.map(({ image, training: place, relative }) => ({
      image: imageOf(set, image),
      training: imageOf(training.set, place),
      label: `${relative.toFixed(2)} of the usual distance`,
    }));
  return {
    heldOut: selected(heldOut.set, classes.length > 0),
    generated: selected(generated.set, generatedHaveClasses),
    nearest: pairs(generated.set, worst.slice(0, COUNTS.nearest)),
    nearestHeldOut: pairs(heldOut.set, worstHeldOut.slice(0, COUNTS.nearestHeldOut)),
  };
}

function imageOf({ values, height, width, channels }: ImageSet, index: number): ExampleImage {
  const length = height * width * channels;
  return { values: values.slice(index * length, (index + 1) * length), height, width, channels };
}

function randomIndices({ values, height, width, channels }: ImageSet, most: number, seed: number): number[] {
  const count = values.length / (height * width * channels);
  return Array.from(randomStream(seed, "grid").permutation(count).subarray(0, most)).sort((a, b) => a - b);
}
