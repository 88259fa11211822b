import type { TrainingState } from "./trainingState.ts";

/** What happened in one step. */
export interface TrainingRecord {
  /** From 1. */
  readonly step: number;
  /** Of this step's batch, before the update. */
  readonly loss: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** From when the step begins to wait for its images, which were asked for earlier, to the end of the update. */
  readonly stepMilliseconds: number;
  readonly imagesPerSecond: number;
}

/** A training run in memory. */
export interface Trainer {
  /** Updates done. */
  readonly step: number;
  /** Floating-point operations of a step: those of its convolutions and matrix products. */
  readonly flopsPerStep: number;
  /**
   * Takes the next step again and again without its update, so nothing changes, and returns how long one takes: the median, in
   * milliseconds. A step of the run takes a little longer, by its update.
   *
   * @param milliseconds - How long to measure, three steps at least. @default 1000
   * @throws As `run`.
   */
  rehearse(milliseconds?: number): Promise<number>;
  /**
   * Goes on with the run, a record a step, until its last step or until the signal is aborted; an abort takes effect between steps.
   * It may be called again, and goes on from where it ended.
   *
   * @throws NonFiniteStepError if the loss or the gradient is NaN or infinite: that step's update was not made. RangeError if a batch
   *   does not fit; Error if the run is going on already, or after `dispose`; and what `batches` throws.
   */
  run(signal?: AbortSignal): AsyncGenerator<TrainingRecord, void, void>;
  /** The parameters in tfjs's layout: views, which the next step changes. Do not write to them. */
  parameters(): Readonly<Record<string, Float32Array>>;
  /** Their moving average, which samples better: views too. */
  emaParameters(): Readonly<Record<string, Float32Array>>;
  /** All that the run needs to go on later, bit for bit: copies, which are the caller's. */
  state(): TrainingState;
  /** Frees the compiled step. There must be no run going on. Views and states stay readable. */
  dispose(): Promise<void>;
}
