/** The images of one training step. The caller owns both arrays. */
export interface Batch {
  /** Clean images x_0, `[batch, height, width, channels]`, in [-1, 1]. */
  readonly xStart: Float32Array;
  /** The class of each image, int32 `[batch]`; zeros where the set has no classes. */
  readonly labels: Int32Array;
}

/**
 * A batch as a pure function of (seed, step): the step-th batch of an endless sequence of shuffled epochs.
 *
 * Image i of the batch is number `p = step * batchSize + i` of the sequence: the `p mod count`-th of the order that is drawn for
 * epoch `floor(p / count)`. A run that goes on at some step therefore sees what it would have seen without the interruption.
 */
export interface BatchSource {
  /** Images in an epoch. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Class names, in the order of the labels; [] = none. */
  readonly classes: readonly string[];
  readonly batchSize: number;
  /**
   * The images of one step, from 0.
   *
   * @throws RangeError if `step` is not an integer ≥ 0; Error after `close`.
   */
  batch(step: number): Promise<Batch>;
  /** Ends what is being read ahead, and lets go of it. */
  close(): Promise<void>;
}
