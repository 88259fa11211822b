import type { Fit, FitRecord } from "../fit/fitResult.ts";
import type { FitState } from "../fit/fitState.ts";
import type { TrainingSettings } from "./trainingSettings.ts";

/** Record of one training step of a diffusion model. */
export interface TrainingRecord extends FitRecord {
  readonly imagesPerSecond: number;
}

/** State of a training run between two steps, sufficient to resume with bit-for-bit identical results. */
export interface TrainingState extends FitState {
  /** Settings of the run. They must not change when it is resumed. */
  readonly settings: TrainingSettings;
}

/** Time of the remaining steps with images of one size. */
export interface StageTime {
  /** Number of remaining steps. */
  readonly steps: number;
  /** Median time of a step. */
  readonly milliseconds: number;
}

/** Training of a diffusion model, in memory. */
export interface Trainer extends Omit<Fit, "measureStepTime"> {
  /** Size of the images of the last step, or of the first step before it. */
  readonly imageSize: { readonly width: number; readonly height: number };
  /** Floating-point operations of a step, for convolutions and matrix products: the mean over all steps. */
  readonly flopsPerStep: number;
  /**
   * Measure the time of a step as `Fit.measureStepTime`, for the remaining steps with images of each size, in order.
   *
   * @param milliseconds - Duration of each measurement, at least three steps. @default 1000
   * @throws As `run`.
   */
  measureStepTimes(milliseconds?: number): Promise<readonly StageTime[]>;
  run(signal?: AbortSignal): AsyncGenerator<TrainingRecord, void, void>;
  state(): TrainingState;
}
