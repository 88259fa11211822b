import type { FitState } from "./fitState.ts";

/** What happened in one step. */
export interface FitRecord {
  /** From 1. */
  readonly step: number;
  /** Of this step's batch, before the update. */
  readonly loss: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** From when the step asks for its batch to the end of the update. */
  readonly stepMilliseconds: number;
}

/** Parameters that are being fitted, in memory. */
export interface Fit {
  /** Updates done. */
  readonly step: number;
  /** Floating-point operations of a step: those of its convolutions and matrix products. */
  readonly flopsPerStep: number;
  /**
   * Computes the next step again and again without its update, so nothing changes, and returns how long one takes: the median, in
   * milliseconds. A step of `run` takes a little longer, by its update.
   *
   * @param milliseconds - How long to measure; three steps at least. @default 1000
   * @throws As `run`.
   */
  measureStepTime(milliseconds?: number): Promise<number>;
  /**
   * Takes steps and yields a record of each, until the last step or until the signal is aborted; an abort takes effect between steps.
   * It may be called again, and resumes where it ended.
   *
   * @throws NonFiniteStepError if the loss or the gradient is NaN or infinite: that step's update was not made. RangeError if a batch
   *   does not fit; Error if steps are being taken already, or after `dispose`; and what the batches throw.
   */
  run(signal?: AbortSignal): AsyncGenerator<FitRecord, void, void>;
  /** The parameters in tfjs's layout: views, which the next step changes. Do not write to them. */
  parameters(): Readonly<Record<string, Float32Array>>;
  /** Their moving average: views too. */
  emaParameters(): Readonly<Record<string, Float32Array>>;
  /** All that is needed to resume later, bit for bit: copies, which are the caller's. */
  state(): FitState;
  /** Frees the compiled step. No steps may be under way. Views and states stay readable. */
  dispose(): Promise<void>;
}
