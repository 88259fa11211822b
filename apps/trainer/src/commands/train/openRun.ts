import { EngineUnavailableError } from "@cellgen/engine";
import {
  type PreparedRun,
  prepareRun,
  RunFolderError,
  type RunFolderErrorCode,
} from "@cellgen/training/node";
import { checkEngineFlags, engineUsageError } from "../../model/startEngine.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import type { Io } from "../../terminal/io.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { scanProgress } from "../../terminal/stageProgress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { TrainSettings } from "./options.ts";

export interface TrainRunOptions {
  /** Resume from the checkpoint in the run's folder instead of replacing the run. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

/**
 * Prepare a run, with a progress bar while the images are read.
 *
 * @throws OptionError if the settings do not fit the images or the run to resume; UsageError if they do not fit the machine, or the run is
 *   missing or damaged; Interrupted if the signal was aborted.
 */
export async function openRun(
  { data, ...settings }: TrainSettings,
  { resume, signal }: TrainRunOptions,
  io: Io,
): Promise<PreparedRun> {
  checkEngineFlags(settings);
  try {
    // The check of the output folder has decided whether a run may be replaced.
    return await scanProgress(io, (onScan) =>
      prepareRun(data, { ...settings, resume, force: !resume, signal, onScan }),
    );
  } catch (error) {
    if (signal.aborted) throw new Interrupted("Stopped before the training started.", { cause: error });
    throw asUsageError(error);
  }
}

/** Convert an error that a flag can prevent to a UsageError that names the flag. Return any other error unchanged. */
export function asUsageError(error: unknown): unknown {
  if (error instanceof EngineUnavailableError && error.engine !== "auto") return engineUsageError(error);
  if (!(error instanceof RunFolderError)) return error;
  const meaning = meanings[error.code]?.(shownPath(error.folder), error.reason);
  return meaning === undefined ? error : new UsageError(`--resume: ${meaning}`, { cause: error });
}

const meanings: Readonly<Partial<Record<RunFolderErrorCode, (run: string, reason?: string) => string>>> = {
  ERR_NO_RUN: (run) => `there is no run in ${run}. Omit --resume to start one.`,
  ERR_NO_CHECKPOINT: (run) =>
    `the run in ${run} has no checkpoint yet. Start it again with --force instead of --resume.`,
  ERR_RUN_SETTINGS: (run, reason) =>
    `train.json in ${run} cannot be used: ${reason}. Restore it, or start another run with another --out.`,
  ERR_IMAGES_CHANGED: () =>
    "the images differ from those that the run was started with. Restore them, or start another run with another --out.",
};
