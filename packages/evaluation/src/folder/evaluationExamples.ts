import { compositeOf } from "@cellgen/data";
import { randomStream } from "@cellgen/random";
import type { ImageSet } from "../measures/imageSet.ts";
import type { NearestPair } from "../measures/nearestImages.ts";
import type { FolderEvaluation } from "./folderEvaluation.ts";

/** Image to show, for `tileGrid` of @cellgen/figures: gray or RGB, or the composite of other channels. */
export interface ExampleImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[height, width, channels]`, in [-1, 1]. */
  readonly values: Float32Array;
  /** Class name; undefined without classes. */
  readonly label?: string;
}

/** Image and its nearest training image, for `pairSheet` of @cellgen/figures. */
export interface ExamplePair {
  readonly image: ExampleImage;
  readonly training: ExampleImage;
  /** Distance between the images. */
  readonly label: string;
}

/** Example images of an evaluation. */
export interface EvaluationExamples {
  /** Held-out images selected by the seed. */
  readonly heldOut: readonly ExampleImage[];
  /** Generated images selected by the seed. */
  readonly generated: readonly ExampleImage[];
  /** Generated images closest to a training image, closest first. */
  readonly nearest: readonly ExamplePair[];
  /** Held-out images closest to a training image, closest first. */
  readonly nearestHeldOut: readonly ExamplePair[];
}

/** Number of images to show. */
const COUNTS = { images: 32, nearest: 12, nearestHeldOut: 8 } as const;

/** Select example images of an evaluation: at random by its seed, or by distance to a training image. */
export function evaluationExamples({
  result,
  images,
  classes,
  generatedHaveClasses,
  channelNames,
  displayColors: colors,
}: FolderEvaluation): EvaluationExamples {
  const { generated, training, heldOut } = images;
  const { worst, worstHeldOut } = result.memorisation;
  const imageOf = (set: ImageSet, index: number): ExampleImage =>
    compositeOf(imageAt(set, index), { colors, channelNames });
  const selected = (set: ImageSet, hasLabels: boolean): ExampleImage[] =>
    randomIndices(set, COUNTS.images, result.seed).map((index) => ({
      ...imageOf(set, index),
      ...(hasLabels ? { label: classes[set.labels![index]!]! } : {}),
    }));
  const pairs = (set: ImageSet, nearest: readonly NearestPair[]): ExamplePair[] =>
    nearest.map(({ image, training: place, relative }) => ({
      image: imageOf(set, image),
      training: imageOf(training.set, place),
      label: `${relative.toFixed(2)} relative distance`,
    }));
  return {
    heldOut: selected(heldOut.set, classes.length > 0),
    generated: selected(generated.set, generatedHaveClasses),
    nearest: pairs(generated.set, worst.slice(0, COUNTS.nearest)),
    nearestHeldOut: pairs(heldOut.set, worstHeldOut.slice(0, COUNTS.nearestHeldOut)),
  };
}

function imageAt({ values, height, width, channels }: ImageSet, index: number): ExampleImage {
  const length = height * width * channels;
  return { values: values.slice(index * length, (index + 1) * length), height, width, channels };
}

function randomIndices({ values, height, width, channels }: ImageSet, most: number, seed: number): number[] {
  const count = values.length / (height * width * channels);
  return Array.from(randomStream(seed, "grid").permutation(count).subarray(0, most)).sort((a, b) => a - b);
}
