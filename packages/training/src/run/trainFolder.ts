import { loadFigures } from "../report/loadFigures.ts";
import { writeRunReport, writeRunSamples } from "../report/writeRunReport.ts";
import type { TrainedRun } from "./preparedRun.ts";
import { prepareRun } from "./prepareRun.ts";
import type { TrainFolderOptions } from "./settings/runOptions.ts";

/**
 * Trains a diffusion model on a folder of images.
 *
 * ```ts
 * const run = await trainFolder("my-cells", { out: "runs/my-cells", classConditional: true });
 * ```
 *
 * Writes into `out`: the model in Hugging Face's layout with its card `cellgen.json`, `train.json` (all settings), `images.csv` (names and
 * digests of the training images), `metrics.jsonl` (a record for each step) and `checkpoint.safetensors`; with `report` also pictures and
 * `report.html`. Equal settings give equal files as those of `cellgen train`, on the same engine and machine.
 *
 * An aborted run, or one that was killed, resumes with `resume: true` from its last checkpoint: its weights are those of a run that was not
 * stopped, bit for bit. `signal` takes effect between two steps. A checkpoint is written then, before the signal's reason is thrown; before
 * the first step nothing is written.
 *
 * @param folder - PNG and JPEG files, subfolders included. With `classConditional`, each subfolder is a class.
 * @param options - Settings as of `cellgen train`, in camelCase; those that are left out have the values of `trainingDefaults`.
 * @throws TypeError if there is no such option; SettingError if a setting is out of range, or does not fit the images, the machine or the run to resume; RunFolderError if `out`
 *   holds a run and neither `resume` nor `force` is given, or none to resume; CheckpointError if its checkpoint is damaged;
 *   EngineUnavailableError; UnreadableImageError with `strict`; NonFiniteStepError if the loss is NaN or infinite, when a checkpoint of the step before was written;
 *   MissingFiguresError if `report` is set and @cellgen/figures is not installed; the signal's reason; the system's error if a file cannot
 *   be written.
 */
export async function trainFolder(folder: string, options: TrainFolderOptions): Promise<TrainedRun> {
  const { onProgress, onSamples, onWarning, report = false, ...prepare } = options;
  if (report) await loadFigures("trainFolder");
  const run = await prepareRun(folder, prepare);
  try {
    for (const warning of run.warnings) onWarning?.(warning);
    const { signal } = options;
    const trained = await run.train({
      signal,
      ...(onProgress ? { onProgress } : {}),
      async onSamples(sample) {
        if (report) await writeRunSamples(run.settings, sample);
        await onSamples?.(sample);
      },
    });
    if (report) await writeRunReport(run, trained, { signal });
    return trained;
  } finally {
    await run.dispose();
  }
}
