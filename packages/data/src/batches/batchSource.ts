/** Images of one training step. The caller owns both arrays. */
export interface Batch {
  /** Clean images x_0, `[batch, height, width, channels]`, in [-1, 1]. */
  readonly xStart: Float32Array;
  /** Class of each image, int32 `[batch]`; zeros without classes. */
  readonly labels: Int32Array;
}

/**
 * Batches as a pure function of (seed, step): an endless sequence of shuffled epochs.
 *
 * Image i of a batch is number `p = step * batchSize + i` of the sequence: entry `p mod count` in the random order of epoch
 * `floor(p / count)`. A resumed run therefore gets the same batches as an uninterrupted one.
 *
 * With `balance`, the same holds for the K classes in place of the images: every K images contain one of each class. Each class has shuffled
 * epochs of its own images, so that those of a rare class do not repeat in a regular pattern.
 */
export interface BatchSource {
  /** Number of images. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Class names, indexed by label; [] = none. */
  readonly classes: readonly string[];
  readonly batchSize: number;
  /** Whether the classes are drawn equally often. */
  readonly balance: boolean;
  /**
   * Return the images of a step, counted from 0.
   *
   * @throws RangeError if `step` is not an integer ≥ 0; Error after `close`.
   */
  batch(step: number): Promise<Batch>;
  /** Stop reading ahead and free the prefetched batches. */
  close(): Promise<void>;
}
