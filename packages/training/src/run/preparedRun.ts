import type { FolderSummary, ImageFolder } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import type { DiffusionModel, LabelledImage } from "@cellgen/pipelines";
import type { StageTime, TrainingRecord } from "../diffusion/trainer.ts";
import type { RunWarning } from "./runWarning.ts";
import type { TrainRunOptions } from "./settings/runOptions.ts";
import type { ResolvedRunSettings } from "./settings/runSettings.ts";

/** Training run, ready to start or to resume from its checkpoint. */
export interface PreparedRun {
  readonly settings: ResolvedRunSettings;
  readonly images: ImageFolder;
  readonly summary: FolderSummary;
  readonly warnings: readonly RunWarning[];
  readonly engine: Engine;
  /** Number of completed steps. */
  readonly step: number;
  /** Floating-point operations of a step, for convolutions and matrix products: the mean over all steps. */
  readonly flopsPerStep: number;
  /** Measure the time of the remaining steps with images of each size, for about a second each. The state is unchanged. */
  measureStepTimes(): Promise<readonly StageTime[]>;
  /** Return the model with the current averaged weights. The next step changes them. */
  model(): DiffusionModel;
  /** Return training images as model inputs, without augmentation, cycling through the classes. */
  examples(count: number): Promise<LabelledImage[]>;
  /** Run the remaining steps, and write the run's folder: see `trainFolder`. */
  train(options?: TrainRunOptions): Promise<TrainedRun>;
  /** Free the trainer, and the engine if the run started it. */
  dispose(): Promise<void>;
}

/** Completed training run. */
export interface TrainedRun {
  /** Absolute path of the folder of the run and its model: `loadModel(run.path)` of @cellgen/pipelines/node. */
  readonly path: string;
  readonly settings: ResolvedRunSettings;
  /** Number of steps, including those before resuming. */
  readonly step: number;
  /** Mean loss of the last 100 steps. */
  readonly loss: number;
  /** Record of each step. */
  readonly records: readonly TrainingRecord[];
  /** Trained model with its averaged weights, in memory. */
  readonly model: DiffusionModel;
  readonly warnings: readonly RunWarning[];
}
