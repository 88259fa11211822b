import type { ResultImage } from "./ResultImage.ts";

/** A generated image: pixels of the type, range and size of the training images. */
export interface GeneratedCell extends ResultImage {
  /** Its number in the set, from 0: with the seed, what its noise is a function of. */
  readonly index: number;
  readonly seed: number;
  /** What the network generated, `[height, width, channels]` in [-1, 1]: input of other pipelines and of evaluations. */
  readonly values: Float32Array;
  /** The name of its class; undefined if the model has none. */
  readonly class: string | undefined;
}
