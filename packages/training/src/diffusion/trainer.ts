import type { Fit, FitRecord } from "../fit/fitResult.ts";
import type { FitState } from "../fit/fitState.ts";
import type { TrainingSettings } from "./trainingSettings.ts";

/** What happened in one step of a diffusion model's training. */
export interface TrainingRecord extends FitRecord {
  readonly imagesPerSecond: number;
}

/** A training run at rest: all that it needs to resume bit for bit. */
export interface TrainingState extends FitState {
  /** The run's settings: those to resume with must be the same. */
  readonly settings: TrainingSettings;
}

/** The training of a diffusion model, in memory. */
export interface Trainer extends Fit {
  run(signal?: AbortSignal): AsyncGenerator<TrainingRecord, void, void>;
  state(): TrainingState;
}
