import { type PreparedRun, prepareRun } from "@cellgen/training/node";
import { checkEngineFlags } from "../../model/startEngine.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import type { Io } from "../../terminal/io.ts";
import { scanProgress } from "../../terminal/scanProgress.ts";
import type { TrainSettings } from "./options.ts";
import { asUsageError } from "./runErrors.ts";

export interface TrainRunOptions {
  /** Resume from the checkpoint in the run's folder; else a run in it is replaced. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

/**
 * Prepares a run, with a progress bar while the images are read.
 *
 * @throws UsageError if the settings do not fit the images, the machine or the run to resume; Interrupted if the signal was aborted.
 */
export async function openRun(
  { data, ...settings }: TrainSettings,
  { resume, signal }: TrainRunOptions,
  io: Io,
): Promise<PreparedRun> {
  checkEngineFlags(settings);
  try {
    // Whether a run may be replaced was checked with the output folder.
    return await scanProgress(io, (onScan) =>
      prepareRun(data, { ...settings, resume, force: !resume, signal, onScan }),
    );
  } catch (error) {
    if (signal.aborted) throw new Interrupted("Stopped; nothing was written.", { cause: error });
    throw asUsageError(error);
  }
}
