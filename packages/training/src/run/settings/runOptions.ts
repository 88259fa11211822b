import type { ScanProgress } from "@cellgen/data/node";
import type { Engine, EngineChoice } from "@cellgen/engine";
import type { PhotonNoise } from "@cellgen/filters";
import type { DiffusionModel } from "@cellgen/pipelines";
import type { TrainingRecord } from "../../diffusion/trainer.ts";
import type { RunWarning } from "../runWarning.ts";
import type { RunSettings } from "./runSettings.ts";

type OwnSettings = Omit<RunSettings, "data" | "out" | "engine" | "stabilise">;

/** Settings that are left out have the values of `trainingDefaults`, or those of the run to resume. */
export interface PrepareRunOptions extends Partial<OwnSettings> {
  /** Folder of the run, made where there is none. */
  readonly out: string;
  /** An engine by name, or a started one, which stays the caller's. @default "auto" */
  readonly engine?: EngineChoice | Engine;
  /** Photon noise whose variance is stabilised: see `RunSettings`. @default "none" */
  readonly stabilise?: string | PhotonNoise;
  /**
   * Resume the run in `out` from its checkpoint, with its settings: only folders, `strict`, engine and the intervals may differ.
   * @default false
   */
  readonly resume?: boolean;
  /** Replace a run in `out`: its own files only, when the new one is ready to start. @default false */
  readonly force?: boolean;
  /** Ends the work: see `trainFolder`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every image file that was read. */
  readonly onScan?: (progress: ScanProgress) => void;
}

/** How far a training run is. */
export interface RunProgress extends TrainingRecord {
  /** Steps of the whole run. */
  readonly steps: number;
  /** Mean of the losses of about the last 100 steps: that of a single step depends on its random timesteps. */
  readonly meanLoss: number;
}

/** The model of a run on the way. */
export interface RunSample {
  readonly step: number;
  /** With the averaged weights. The next step changes them. */
  readonly model: DiffusionModel;
  /** The run's engine: `createGenerator(model, engine, …)` of @cellgen/pipelines generates images. */
  readonly engine: Engine;
}

export interface TrainRunOptions {
  /** Ends the work: see `trainFolder`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every step. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called every `sampleEvery` steps. Training waits for it. */
  readonly onSamples?: (sample: RunSample) => void | Promise<void>;
}

export interface TrainFolderOptions extends PrepareRunOptions, TrainRunOptions {
  /** Called before the first step for each thing to know before trusting the result. */
  readonly onWarning?: (warning: RunWarning) => void;
  /**
   * Also write samples.png, denoising.png, loss.svg, loss.png and report.html at the end, and samples/step-000500.png … every `sampleEvery`
   * steps, as `cellgen train` does. It needs @cellgen/figures. @default false
   */
  readonly report?: boolean;
}
