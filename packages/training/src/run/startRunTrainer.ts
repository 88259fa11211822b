import type { BatchSource } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { type DiffusionModel, noiseScheduleOf } from "@cellgen/pipelines";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { createTrainer } from "../diffusion/createTrainer.ts";
import type { Trainer, TrainingState } from "../diffusion/trainer.ts";
import { RunFolderError } from "./RunFolderError.ts";
import { runFolder } from "./runFolder.ts";
import type { RunSettings } from "./settings/runSettings.ts";

export interface RunTrainerOptions {
  readonly settings: RunSettings;
  readonly engine: Engine;
  readonly network: Pick<DiffusionModel, "unet" | "scheduler">;
  readonly batches: BatchSource;
  readonly classCount: number;
  readonly fingerprint: string;
  /** State of the run to resume. */
  readonly state: TrainingState | undefined;
}

/** Create a trainer from the settings of a run. Options without a setting have the defaults of `createTrainer`. */
export function startRunTrainer(options: RunTrainerOptions): Promise<Trainer> {
  const { settings, engine, network, batches, classCount, fingerprint, state } = options;
  return createTrainer(
    {
      engine,
      unet: network.unet,
      schedule: noiseScheduleOf(network.scheduler),
      batches,
      dataFingerprint: fingerprint,
      predictionType: settings.prediction,
      lossWeighting: settings.weighting,
      classCount,
      steps: settings.steps,
      halfSizeSteps: Math.floor(settings.halfSize * settings.steps),
      learningRate: settings.lr,
      seed: settings.seed,
      emaMaxDecay: settings.ema,
    },
    state,
  );
}

/**
 * Read the state to resume from.
 *
 * @throws RunFolderError if the images have changed since the run was started; CheckpointError if the checkpoint is damaged.
 */
export async function checkpointOf({ data, out }: RunSettings, fingerprint: string): Promise<TrainingState> {
  const { checkpoint, path } = runFolder(out);
  const state = await loadCheckpoint(checkpoint);
  if (state.settings["dataFingerprint"] === fingerprint) return state;
  throw new RunFolderError(
    "ERR_IMAGES_CHANGED",
    path,
    `the images in ${data} must not change after the run was started. Restore them, or start a new run in another folder.`,
  );
}

/** Start the engine of a run. @throws EngineUnavailableError if the engine is not available. */
export function startRunEngine({ engine, threads, shareCores, blocks }: RunSettings): Promise<Engine> {
  return createEngine(engine, { shareCores, blocks, ...(threads === undefined ? {} : { threads }) });
}
