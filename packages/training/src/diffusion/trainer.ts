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

/** Training of a diffusion model, in memory. */
export interface Trainer extends Fit {
  run(signal?: AbortSignal): AsyncGenerator<TrainingRecord, void, void>;
  state(): TrainingState;
}
