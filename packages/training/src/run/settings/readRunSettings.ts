import { readFile } from "node:fs/promises";
import { OptionError } from "@cellgen/pipelines/options";
import { RunFolderError } from "../RunFolderError.ts";
import { filesOfRun, runFolder } from "../runFolder.ts";
import { completeRunSettings } from "./completeRunSettings.ts";
import type { CompleteRunSettings, RunSettings } from "./runSettings.ts";

/** Values of the settings that the files of earlier versions lack. */
const beforeRecipes = {
  recipe: "denoising",
  weighting: "uniform",
  patchSize: 1,
  noiseShift: 1,
  halfSize: 0,
  balance: false,
} as const;

/**
 * Read the settings of a run.
 *
 * @param out - Folder of the run.
 * @throws RunFolderError with code `ERR_NO_RUN` if the folder has no run, `ERR_RUN_SETTINGS` if its settings are missing or damaged.
 */
export async function readRunSettings(out: string): Promise<CompleteRunSettings> {
  const folder = runFolder(out);
  if ((await filesOfRun(folder.path)).length === 0) {
    throw new RunFolderError(
      "ERR_NO_RUN",
      folder.path,
      `out must hold a run to resume, got ${folder.path} without one. Start a new run without resume.`,
    );
  }
  try {
    // Strip a byte order mark, which some editors add.
    const values: unknown = JSON.parse((await readFile(folder.settings, "utf8")).replace(/^\uFEFF/, ""));
    return completeRunSettings({ ...beforeRecipes, ...(values as RunSettings), out: folder.path });
  } catch (cause) {
    const problem =
      cause instanceof OptionError ? `${cause.option} ${cause.problem}` : (cause as Error).message;
    const reason = problem.replace(/\s+/g, " ").replace(/\.$/, "");
    throw new RunFolderError(
      "ERR_RUN_SETTINGS",
      folder.path,
      `${folder.settings} must hold the run's settings: ${reason}. Restore the file, or start a new run.`,
      { cause, reason },
    );
  }
}
