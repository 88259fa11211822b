import { mkdir } from "node:fs/promises";
import { type FolderBatchSource, type ImageFolder, writeFileAtomic } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { type DiffusionModel, modelAtSize } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import { saveCheckpoint } from "../checkpoint/checkpoint.ts";
import type { Trainer, TrainingRecord } from "../diffusion/trainer.ts";
import { NonFiniteStepError } from "../fit/NonFiniteStepError.ts";
import { isComplete, writeImageList } from "./imageList.ts";
import { type MetricsFile, openMetrics, readMetrics } from "./metricsFile.ts";
import type { TrainedRun } from "./preparedRun.ts";
import { removeRun, runFolder } from "./runFolder.ts";
import { type RunWarning, runWarning } from "./runWarning.ts";
import type { TrainRunOptions } from "./settings/runOptions.ts";
import type { ResolvedRunSettings } from "./settings/runSettings.ts";

/** Components and output paths of a training run. */
export interface RunParts {
  readonly settings: ResolvedRunSettings;
  readonly images: ImageFolder;
  readonly batches: FolderBatchSource;
  readonly warnings: readonly RunWarning[];
  readonly engine: Engine;
  readonly trainer: Trainer;
  readonly model: () => DiffusionModel;
  /** Whether this is a new run. */
  readonly isNew: boolean;
}

/**
 * Train to the last step and write the model. On an abort or a non-finite loss, a checkpoint is written before the error is thrown.
 */
export async function trainRun(run: RunParts, options: TrainRunOptions): Promise<TrainedRun> {
  const { settings, trainer } = run;
  const folder = runFolder(settings.out);
  if (run.isNew) await beginFolder(run);
  const metrics = openMetrics(folder.metrics, trainer.step);
  try {
    await takeSteps(run, metrics, options);
  } catch (error) {
    if (error instanceof NonFiniteStepError) await saveProgress(run);
    throw error;
  } finally {
    metrics.close();
  }
  await saveProgress(run);
  if (trainer.step < settings.steps) options.signal?.throwIfAborted();
  const model = run.model();
  await saveModel(folder.path, {
    ...model,
    parameters: trainer.parameters(),
    emaParameters: model.parameters,
  });
  const records = await readMetrics(folder.metrics);
  return {
    path: folder.path,
    settings,
    step: trainer.step,
    loss: meanLoss(records.slice(-100)),
    records,
    model: { ...model, parameters: copyOf(model.parameters) },
    warnings: [...run.warnings, ...replacedWarnings(run.batches)],
  };
}

/** Create the folder with the settings and the list of images. An earlier run is removed only now, when the new run is ready to start. */
async function beginFolder({ settings, images, batches }: RunParts): Promise<void> {
  const folder = runFolder(settings.out);
  await removeRun(folder.path);
  await mkdir(folder.path, { recursive: true });
  await writeFileAtomic(folder.settings, `${JSON.stringify(settings, undefined, 2)}\n`);
  await writeImageList(folder, images, batches);
}

/** Save a checkpoint, and the digests of the images that were decoded since. */
async function saveProgress({ settings, images, batches, trainer }: RunParts): Promise<void> {
  const folder = runFolder(settings.out);
  await saveCheckpoint(folder.checkpoint, trainer.state());
  if (!isComplete(images)) await writeImageList(folder, images, batches);
}

function replacedWarnings({ skipped: files }: FolderBatchSource): RunWarning[] {
  return files.length > 0 ? [runWarning({ code: "replaced-images", files })] : [];
}

async function takeSteps(
  run: RunParts,
  metrics: MetricsFile,
  { signal, onProgress, onSamples }: TrainRunOptions,
): Promise<void> {
  const { settings, trainer, engine, model } = run;
  const { steps, checkpointEvery, sampleEvery } = settings;
  let mean: number | undefined;
  for await (const record of trainer.run(signal)) {
    metrics.append(record);
    const { step, loss } = record;
    mean = mean === undefined ? loss : mean + (loss - mean) / Math.min(step, 100);
    onProgress?.({ ...record, steps, meanLoss: mean });
    if (step === steps || signal?.aborted) continue;
    if (checkpointEvery > 0 && step % checkpointEvery === 0) await saveProgress(run);
    if (onSamples && sampleEvery > 0 && step % sampleEvery === 0) {
      await onSamples({ step, model: modelAtSize(model(), trainer.imageSize), engine });
    }
  }
}

function meanLoss(records: readonly TrainingRecord[]): number {
  return records.reduce((sum, { loss }) => sum + loss, 0) / records.length;
}

function copyOf(parameters: DiffusionModel["parameters"]): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.slice()]));
}
