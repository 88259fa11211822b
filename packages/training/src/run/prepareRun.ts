import path from "node:path";
import { dataFingerprint, folderSummary } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { type DiffusionModel, schedulerConfig } from "@cellgen/pipelines";
import { noiseSchedule, shiftedSchedule } from "@cellgen/schedules";
import { type Unet, type UnetConfig, unet } from "@cellgen/unet";
import { unetPresets } from "@cellgen/unet/presets";
import type { Trainer } from "../diffusion/trainer.ts";
import { isBalanced } from "./classBalance.ts";
import { exampleImages } from "./exampleImages.ts";
import { modelCardOf } from "./modelCardOf.ts";
import type { PreparedRun } from "./preparedRun.ts";
import { runImageSize } from "./runImageSize.ts";
import { pixelScaleOf, readImages, runBatches } from "./runImages.ts";
import { runWarnings } from "./runWarnings.ts";
import { isStarted, resolveRun } from "./settings/resolveRun.ts";
import type { PrepareRunOptions } from "./settings/runOptions.ts";
import type { RunSettings } from "./settings/runSettings.ts";
import { settingError } from "./settings/settingError.ts";
import { checkpointOf, startRunEngine, startRunTrainer } from "./startRunTrainer.ts";
import { trainRun } from "./trainRun.ts";

/**
 * Prepare a training run: read the images, build the network, start the engine and compile the training step. Nothing is written before
 * `train`. Use it instead of `trainFolder` for access to the run before training, for example to estimate the time:
 *
 * ```ts
 * const run = await prepareRun("my-cells", { out: "runs/my-cells" });
 * for (const { steps, milliseconds } of await run.measureStepTimes()) console.log(`${steps} steps of ${milliseconds} ms`);
 * await run.train();
 * await run.dispose();
 * ```
 *
 * @param folder - Folder of images. Its subfolders can be classes.
 * @returns The run. Dispose of it after use.
 * @throws The errors of `trainFolder` before its first step.
 */
export async function prepareRun(folder: string, options: PrepareRunOptions): Promise<PreparedRun> {
  const { resume = false, signal } = options;
  const complete = await resolveRun(folder, options);
  const images = await readImages(complete, options);
  const settings = { ...complete, balance: isBalanced(complete, images) };
  const fingerprint = dataFingerprint(images);
  const state = resume ? await checkpointOf(settings, fingerprint) : undefined;
  const classes = settings.classConditional ? images.classes : [];
  const scale = pixelScaleOf(images, settings);
  const summary = folderSummary(images);
  const batches = runBatches(images, settings);
  const { channels } = batches;

  let engine: Engine | undefined;
  let trainer: Trainer | undefined;
  async function dispose(): Promise<void> {
    try {
      await trainer?.dispose();
    } finally {
      try {
        await batches.close();
      } finally {
        if (!isStarted(options.engine)) await engine?.dispose();
      }
    }
  }
  async function start(): Promise<PreparedRun> {
    const network = networkOf(settings, channels, classes.length);
    checkNetworkSize(settings, network.unet);
    const running = isStarted(options.engine) ? options.engine : await startRunEngine(settings);
    engine = running;
    const warnings = runWarnings(settings, images, summary, running.notice);
    signal?.throwIfAborted();
    const training = await startRunTrainer({
      settings,
      engine: running,
      network,
      batches,
      classCount: classes.length,
      fingerprint,
      state,
    });
    trainer = training;
    const replaced = (): string[] =>
      batches.skipped.map(({ path: file }) => path.relative(images.path, file).split(path.sep).join("/"));
    const model = (): DiffusionModel => ({
      ...network,
      parameters: training.emaParameters(),
      card: modelCardOf(settings, images, { channels, classes, ...scale }, training.step, replaced()),
    });
    let isNew = !resume;
    return {
      settings,
      images,
      summary,
      warnings,
      engine: running,
      get step() {
        return training.step;
      },
      get flopsPerStep() {
        return training.flopsPerStep;
      },
      measureStepTimes: () => training.measureStepTimes(),
      model,
      examples: (count) => exampleImages(images, settings, count),
      async train(given = {}) {
        given.signal?.throwIfAborted();
        const parts = {
          settings,
          images,
          batches,
          warnings,
          engine: running,
          trainer: training,
          model,
          isNew,
        };
        isNew = false;
        return await trainRun(parts, given);
      },
      dispose,
    };
  }
  try {
    return await start();
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** @throws OptionError if the images, or those of half the size, are too small for the network. */
function checkNetworkSize({ size, patchSize, halfSize, ...settings }: RunSettings, { config }: Unet): void {
  const { width, height } = runImageSize({ size });
  const levels = config.blockOutChannels.length;
  const least = patchSize * 2 ** (levels - 1) * (halfSize > 0 ? 2 : 1);
  if (Math.min(width, height) >= least) return;
  const patches = patchSize === 1 ? "" : ` and patches of ${patchSize}x${patchSize} pixels`;
  const half = halfSize > 0 ? ", with half the size first" : "";
  throw settingError(
    "size",
    `must be at least ${least} for ${levels} levels of preset ${settings.preset}${patches}${half}, got ${size}. ` +
      "Use a larger size, or the recipe for this size.",
  );
}

function networkOf(
  settings: RunSettings,
  channels: number,
  classes: number,
): Pick<DiffusionModel, "unet" | "scheduler"> {
  const { preset, schedule, noiseShift, prediction, patchSize } = settings;
  const { width, height } = runImageSize(settings);
  const [rows, columns] = [Math.ceil(height / patchSize), Math.ceil(width / patchSize)];
  const betaSchedule = schedule === "cosine" ? "squaredcos_cap_v2" : schedule;
  const config: Partial<UnetConfig> = {
    ...unetPresets[preset],
    sampleSize: rows === columns ? rows : [rows, columns],
    inChannels: channels * patchSize ** 2,
    outChannels: channels * patchSize ** 2,
    // The null class, used for guidance, follows the classes.
    numClassEmbeds: classes > 0 ? classes + 1 : null,
  };
  return {
    unet: unet(config, { patchSize }),
    scheduler: schedulerConfig({
      betaSchedule,
      ...(noiseShift === 1
        ? {}
        : { trainedBetas: [...shiftedSchedule(noiseSchedule(betaSchedule), noiseShift)] }),
      predictionType: prediction,
      timestepSpacing: "trailing",
    }),
  };
}
