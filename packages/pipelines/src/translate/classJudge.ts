import type { UnitImage } from "../network/unitImage.ts";

/** What a judge recognises in an image. */
export interface ClassVerdict {
  /** The most probable class, 0…classes.length − 1 of the model. */
  readonly label: number;
  /** Of each class of the model; they sum to 1. */
  readonly probabilities: Float32Array;
}

/**
 * Recognises the class of images that a model works on: a classifier that was trained on real images, for instance
 * `trainClassJudge` of @cellgen/evaluation/node.
 *
 * @param images - Of the model's size and channels.
 * @returns A verdict for each image, in order.
 */
export type ClassJudge = (images: readonly UnitImage[]) => Promise<readonly ClassVerdict[]>;
