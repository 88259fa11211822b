import type { FolderSummary, ImageFolder } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import type { DiffusionModel, LabelledImage } from "@cellgen/pipelines";
import type { TrainingRecord } from "../diffusion/trainer.ts";
import type { RunWarning } from "./runWarning.ts";
import type { TrainRunOptions } from "./settings/runOptions.ts";
import type { RunSettings } from "./settings/runSettings.ts";

/** A training run before its next step: at its start, or where its checkpoint stands. */
export interface PreparedRun {
  readonly settings: RunSettings;
  readonly images: ImageFolder;
  readonly summary: FolderSummary;
  readonly warnings: readonly RunWarning[];
  readonly engine: Engine;
  /** Steps taken. */
  readonly step: number;
  /** Floating-point operations of a step: those of its convolutions and matrix products. */
  readonly flopsPerStep: number;
  /** Measures the time of a step for about a second, in milliseconds. Nothing changes. */
  measureStepTime(): Promise<number>;
  /** The model with the averaged weights as they are now. The next step changes them. */
  model(): DiffusionModel;
  /** Training images as the network sees them, without augmentation, the classes in turn. */
  examples(count: number): Promise<LabelledImage[]>;
  /** Takes the steps that are left, and writes the run's folder: see `trainFolder`. */
  train(options?: TrainRunOptions): Promise<TrainedRun>;
  /** Frees the trainer, and the engine if the run has started it. */
  dispose(): Promise<void>;
}

/** A training run that has come to its end. */
export interface TrainedRun {
  /** Folder of the run and of its model, absolute: `loadModel(run.path)` of @cellgen/pipelines/node. */
  readonly path: string;
  readonly settings: RunSettings;
  /** Steps taken, those before it was resumed included. */
  readonly step: number;
  /** Mean of the losses of the last 100 steps. */
  readonly loss: number;
  /** A record for each step. */
  readonly records: readonly TrainingRecord[];
  /** The trained model with its averaged weights, in memory. */
  readonly model: DiffusionModel;
  readonly warnings: readonly RunWarning[];
}
