import type { ScanProgress } from "@cellgen/data/node";
import type { Engine, EngineChoice } from "@cellgen/engine";
import type { PhotonNoise } from "@cellgen/filters";
import type { DiffusionModel } from "@cellgen/pipelines";
import type { TrainingRecord } from "../../diffusion/trainer.ts";
import type { RunWarning } from "../runWarning.ts";
import type { RunSettings } from "./runSettings.ts";

type OwnSettings = {
  readonly [Name in Exclude<keyof RunSettings, "data" | "out" | "engine" | "stabilise">]?:
    | RunSettings[Name]
    | undefined;
};

/** Options of a run. Omitted settings have the values of the run to resume, of the recipe, or of
 * `trainingDefaults`. */
export interface PrepareRunOptions extends OwnSettings {
  /** Folder of the run, created if it does not exist. */
  readonly out: string;
  /** Engine name, or a started engine, which is not disposed. @default "auto" */
  readonly engine?: EngineChoice | Engine;
  /** Photon noise to stabilize: see `RunSettings`. @default "none" */
  readonly stabilise?: string | PhotonNoise;
  /**
   * Resume the run in `out` from its checkpoint, with its settings. Only folders, `strict`, engine and the intervals may differ.
   * @default false
   */
  readonly resume?: boolean;
  /** Replace a run in `out`. Only its own files are removed, when the new run is ready to start. @default false */
  readonly force?: boolean;
  /** Aborts the work: see `trainFolder`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every image file is read. */
  readonly onScan?: (progress: ScanProgress) => void;
}

/** Progress of a training run. */
export interface RunProgress extends TrainingRecord {
  /** Total number of steps. */
  readonly steps: number;
  /** Mean loss of about the last 100 steps, less noisy than that of a single step. */
  readonly meanLoss: number;
}

/** Model during training, for generating sample images. */
export interface RunSample {
  readonly step: number;
  /** Model with the averaged weights, for images of the size of this step. The next step changes them. */
  readonly model: DiffusionModel;
  /** Engine of the run: `createGenerator(model, engine, …)` of @cellgen/pipelines generates images. */
  readonly engine: Engine;
}

export interface TrainRunOptions {
  /** Aborts the work: see `trainFolder`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every step. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called every `sampleEvery` steps. Training waits for the promise. */
  readonly onSamples?: (sample: RunSample) => void | Promise<void>;
}

/** Options of `trainFolder`. */
export interface TrainFolderOptions extends PrepareRunOptions, TrainRunOptions {
  /** Called before the first step for each warning about the images or settings. */
  readonly onWarning?: (warning: RunWarning) => void;
  /**
   * Also write samples.png, denoising.png, loss.svg, loss.png and report.html at the end, and samples/step-000500.png … every `sampleEvery`
   * steps, like `cellgen train`. Requires @cellgen/figures. @default false
   */
  readonly report?: boolean;
}
