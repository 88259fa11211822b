import type { ResultImage } from "./ResultImage.ts";

/** A generated image, with the pixel type, range and size of the training images. */
export interface GeneratedCell extends ResultImage {
  /** Index of the image, from 0. Together with the seed it determines the image's noise. */
  readonly index: number;
  readonly seed: number;
  /** Output of the model, `[height, width, channels]` in [-1, 1], as input of other pipelines and of evaluations. */
  readonly values: Float32Array;
  /** Name of the image's class; undefined if the model has none. */
  readonly class: string | undefined;
}
