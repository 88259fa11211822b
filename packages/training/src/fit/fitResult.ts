import type { FitState } from "./fitState.ts";

/** Record of one step. */
export interface FitRecord {
  /** Step number, from 1. */
  readonly step: number;
  /** Loss of this step's batch, before the update. */
  readonly loss: number;
  /** Gradient norm before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Time from requesting the batch to the end of the update. */
  readonly stepMilliseconds: number;
}

/** Parameters being fitted, in memory. */
export interface Fit {
  /** Number of completed updates. */
  readonly step: number;
  /** Floating-point operations of a step, for convolutions and matrix products. */
  readonly flopsPerStep: number;
  /**
   * Measure the time of a step: compute the next step repeatedly without updating, and return the median time in milliseconds. A step of
   * `run` also includes the update, and takes slightly longer.
   *
   * @param milliseconds - Duration of the measurement, at least three steps. @default 1000
   * @throws As `run`.
   */
  measureStepTime(milliseconds?: number): Promise<number>;
  /**
   * Run training steps and yield a record of each, until the last step or until the signal is aborted between steps.
   * A later call resumes after the last completed step.
   *
   * @throws NonFiniteStepError if the loss or the gradient is NaN or infinite, before the update is applied. RangeError if a batch does not
   *   match the signature; Error during another run or after `dispose`; and errors of the batches.
   */
  run(signal?: AbortSignal): AsyncGenerator<FitRecord, void, void>;
  /** Parameters in tfjs's layout: views, which the next step changes. Do not write to them. */
  parameters(): Readonly<Record<string, Float32Array>>;
  /** Moving average of the parameters: views, like `parameters`. */
  emaParameters(): Readonly<Record<string, Float32Array>>;
  /** Return the state, sufficient to resume with bit-for-bit identical results. New arrays. */
  state(): FitState;
  /** Free the compiled step. Must not be called during a step. Views and states stay readable. */
  dispose(): Promise<void>;
}
