import type { BatchSource } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { type DiffusionModel, noiseScheduleOf } from "@cellgen/pipelines";
import { loadCheckpoint } from "../checkpoint.ts";
import { createTrainer } from "../createTrainer.ts";
import type { Trainer, TrainingState } from "../trainer.ts";
import { RunFolderError } from "./RunFolderError.ts";
import { runFolder } from "./runFolder.ts";
import type { RunSettings } from "./runSettings.ts";
import { SettingError } from "./SettingError.ts";

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

/** A trainer by the settings of a run; what has no setting has the default of `createTrainer`. */
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
      classCount,
      steps: settings.steps,
      learningRate: settings.lr,
      seed: settings.seed,
      emaMaxDecay: settings.ema,
    },
    state,
  );
}

/**
 * Reads the state that a run resumes from.
 *
 * @throws RunFolderError if the images are not those that the run was started with; CheckpointError if the checkpoint is damaged.
 */
export async function checkpointOf({ data, out }: RunSettings, fingerprint: string): Promise<TrainingState> {
  const { checkpoint, path } = runFolder(out);
  const state = await loadCheckpoint(checkpoint);
  if (state.settings["dataFingerprint"] === fingerprint) return state;
  throw new RunFolderError(
    "ERR_IMAGES_CHANGED",
    path,
    `the images in ${data} must be those that the run was started with, some have changed. Restore them, or start another run in another folder.`,
  );
}

/** @throws SettingError if an engine that was asked for by name cannot be used here. */
export async function startRunEngine({ engine, threads, shareCores, blocks }: RunSettings): Promise<Engine> {
  const options = { shareCores, blocks, ...(threads === undefined ? {} : { threads }) };
  return await createEngine(engine, options).catch((cause: unknown) => {
    if (engine === "auto") throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SettingError("engine", `${engine} cannot be used here: ${reason}`, { cause });
  });
}
