import path from "node:path";
import { writeFileAtomic } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { htmlReport, tileGrid } from "@cellgen/figures";
import { CellPipeline } from "@cellgen/pipelines/node";
import type { PreparedRun, TrainedRun } from "../run/preparedRun.ts";
import { runFolder } from "../run/runFolder.ts";
import type { RunSample } from "../run/settings/runOptions.ts";
import { generatedTiles } from "./modelTiles.ts";
import { runPictures } from "./runPictures.ts";
import { type RunReportTexts, runReport } from "./runReport.ts";

const PROGRESS_IMAGES = 16;
const createFolder = { createFolder: true };

/** Options of `writeRunReport`. */
export interface RunReportOptions extends RunReportTexts {
  /** Aborts the work: throws the signal's reason, and writes nothing. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Write the pictures and report of a trained run into its folder: samples.png (training and generated images), denoising.png, loss.svg,
 * loss.png and report.html. `trainFolder` calls it with `report: true`; after `prepareRun`:
 *
 * ```ts
 * await writeRunReport(run, await run.train());
 * ```
 *
 * @throws The signal's reason; the system error if a file cannot be written.
 */
export async function writeRunReport(
  run: PreparedRun,
  trained: TrainedRun,
  { signal, ...texts }: RunReportOptions = {},
): Promise<void> {
  const cells = new CellPipeline(trained.model, run.engine);
  try {
    const pictures = await runPictures(run, trained, cells, signal);
    const report = htmlReport(runReport(run, trained, pictures, texts));
    const folder = runFolder(run.settings.out);
    for (const [name, contents] of Object.entries({ ...pictures, report }))
      await writeFileAtomic(folder[name as keyof typeof pictures | "report"], contents, createFolder);
  } finally {
    await cells.dispose();
  }
}

/**
 * Write a picture of 16 images generated during training, always from the same noise: samples/step-000500.png in the run's folder.
 * Use as a callback for `onSamples`: `run.train({ onSamples: (sample) => writeRunSamples(run.settings, sample) })`.
 *
 * @param settings - Settings of the run.
 * @throws The same errors as `writeRunReport`.
 */
export async function writeRunSamples(
  { out, seed }: PreparedRun["settings"],
  { step, model, engine }: RunSample,
): Promise<void> {
  const cells = new CellPipeline(model, engine);
  try {
    const tiles = await generatedTiles(cells, { count: PROGRESS_IMAGES, seed });
    const title = `Generated after step ${count(step)}`;
    const name = `step-${String(step).padStart(6, "0")}.png`;
    const sheet = await tileGrid([{ title, columns: 4, tiles }]);
    await writeFileAtomic(path.join(runFolder(out).progress, name), sheet, createFolder);
  } finally {
    await cells.dispose();
  }
}
