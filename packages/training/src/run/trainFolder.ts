import { loadReport } from "./loadReport.ts";
import type { TrainedRun } from "./preparedRun.ts";
import { prepareRun } from "./prepareRun.ts";
import type { RunSample, TrainFolderOptions } from "./settings/runOptions.ts";

/**
 * Train a diffusion model on a folder of images.
 *
 * ```ts
 * const run = await trainFolder("my-cells", { out: "runs/my-cells", classConditional: true });
 * ```
 *
 * Writes into `out`: the model in Hugging Face's layout with its card `cellgen.json`, `train.json` (all settings), `images.csv` (names and
 * digests of the training images), `metrics.jsonl` (a record for each step) and `checkpoint.safetensors`; with `report`, also pictures and
 * `report.html`. `cellgen train` with equal settings writes equal files on the same engine and machine.
 *
 * `resume: true` resumes an aborted or killed run from its last checkpoint, with bit-for-bit the same weights as an uninterrupted run.
 * `signal` takes effect between two steps: a checkpoint is written, then the signal's reason is thrown. Before the first step, nothing is
 * written.
 *
 * @param folder - Image files, subfolders included. With `classConditional`, each subfolder is a class.
 * @param options - Settings of `cellgen train`, in camelCase. Defaults: `trainingDefaults`.
 * @throws TypeError if an option does not exist; OptionError if a setting is out of range or does not fit the images, the machine or the run
 *   to resume; RunFolderError if `out` holds a run and neither `resume` nor `force` is set, or no run to resume; CheckpointError if its
 *   checkpoint is damaged; EngineUnavailableError; UnreadableImageError with `strict`; NonFiniteStepError if the loss is NaN or infinite, after
 *   writing a checkpoint of the previous step; MissingFiguresError if `report` is set and @cellgen/figures is not installed; the signal's
 *   reason; the system error if a file cannot be written.
 */
export async function trainFolder(folder: string, options: TrainFolderOptions): Promise<TrainedRun> {
  const { onProgress, onSamples, onWarning, report = false, ...prepare } = options;
  const reports = report ? await loadReport("trainFolder") : undefined;
  const run = await prepareRun(folder, prepare);
  try {
    for (const warning of run.warnings) onWarning?.(warning);
    const { signal } = options;
    const trained = await run.train({
      signal,
      ...(onProgress ? { onProgress } : {}),
      // Without a callback the run does not assemble a model for it.
      ...(reports || onSamples
        ? {
            async onSamples(sample: RunSample) {
              await reports?.writeRunSamples(run.settings, sample);
              await onSamples?.(sample);
            },
          }
        : {}),
    });
    for (const warning of trained.warnings.slice(run.warnings.length)) onWarning?.(warning);
    await reports?.writeRunReport(run, trained, { signal });
    return trained;
  } finally {
    await run.dispose();
  }
}
