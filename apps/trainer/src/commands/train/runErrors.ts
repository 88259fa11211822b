import { EngineUnavailableError } from "@cellgen/engine";
import { RunFolderError, type RunFolderErrorCode, SettingError } from "@cellgen/training/node";
import { engineUsageError } from "../../model/startEngine.ts";
import { flagName } from "../../options/optionTable.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** An error of a run that the command line can prevent, in terms of its flags; any other error as it is. */
export function asUsageError(error: unknown): unknown {
  if (error instanceof SettingError) {
    return new UsageError(`${flagName(error.setting)} ${error.problem}`, { cause: error });
  }
  if (error instanceof EngineUnavailableError && error.engine !== "auto") return engineUsageError(error);
  const meaning = error instanceof RunFolderError ? meanings[error.code] : undefined;
  if (!meaning) return error;
  const { folder } = error as RunFolderError;
  return new UsageError(`--resume: ${meaning(shownPath(folder))}`, { cause: error });
}

const meanings: Readonly<Partial<Record<RunFolderErrorCode, (run: string) => string>>> = {
  ERR_NO_RUN: (run) => `there is no run in ${run}. Start one without --resume.`,
  ERR_NO_CHECKPOINT: (run) =>
    `the run in ${run} has no checkpoint yet. Start it again with --force instead of --resume.`,
  ERR_RUN_SETTINGS: (run) =>
    `train.json in ${run} is missing or damaged. Restore it, or start another run with another --out.`,
  ERR_IMAGES_CHANGED: () =>
    "the images are not those that the run was started with. Restore them, or start another run with another --out.",
};
