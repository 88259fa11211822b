import type { UnitImage } from "../network/unitImage.ts";

/** Result of classifying an image. */
export interface ClassVerdict {
  /** The most probable class, a label in 0…classes.length − 1 of the model. */
  readonly label: number;
  /** Probability of each class of the model. They sum to 1. */
  readonly probabilities: Float32Array;
}

/**
 * Classify images. A judge is a classifier trained on real images, for example `trainClassJudge` of @cellgen/evaluation/node.
 *
 * @param images - Images of the model's size and channels.
 * @returns A verdict for each image, in order.
 */
export type ClassJudge = (images: readonly UnitImage[]) => Promise<readonly ClassVerdict[]>;
