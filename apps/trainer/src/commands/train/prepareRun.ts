import {
  type FolderBatchSource,
  type FolderSummary,
  folderBatches,
  folderSummary,
  type ImageFolder,
} from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { generalizedAnscombe } from "@cellgen/filters";
import { type ModelCard, noiseScheduleOf, type SchedulerConfig, schedulerConfig } from "@cellgen/pipelines";
import type { NoiseSchedule } from "@cellgen/schedules";
import { type Unet, unet } from "@cellgen/unet";
import { unetPresets } from "@cellgen/unet/presets";
import { scanData } from "../../input/scanData.ts";
import { startEngine } from "../../model/startEngine.ts";
import { stabilisationOf } from "../../options/stabiliseSetting.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { TrainSettings } from "./options.ts";
import { recipe } from "./recipe.ts";

/** All that a training needs, before its first step. */
export interface PreparedRun {
  readonly settings: TrainSettings;
  readonly images: ImageFolder;
  readonly summary: FolderSummary;
  readonly batches: FolderBatchSource;
  /** What of the images became -1 and 1, as the model's card says it. */
  readonly scale: Pick<ModelCard, "valueRange" | "stabilisation" | "bitDepth">;
  /** The classes that are learnt; [] = none. */
  readonly classes: readonly string[];
  readonly unet: Unet;
  readonly scheduler: SchedulerConfig;
  readonly schedule: NoiseSchedule;
  readonly engine: Engine;
  dispose(): Promise<void>;
}

/**
 * Reads the images, lays out the network and starts the engine.
 *
 * @throws UsageError if the settings ask for what the images do not have; Interrupted if the signal was aborted.
 */
export async function prepareRun(settings: TrainSettings, io: Io, signal: AbortSignal): Promise<PreparedRun> {
  const { data, size, crop, strict, preset, batch } = settings;
  const images = await scanData(
    "--data",
    data,
    { strict, ...(crop > 0 ? { keepWhole: true } : { keepAtSize: size }), signal },
    io,
  );
  const classes = settings.classConditional ? images.classes : [];
  if (settings.classConditional && classes.length === 0) {
    throw new UsageError(
      `--class-conditional needs a folder whose images lie in subfolders, one a class, but ${data} has ` +
        `${images.files.some((file) => file.name.includes("/")) ? "images beside its subfolders" : "no subfolders"}. ` +
        "Sort the images into subfolders, or leave --class-conditional out.",
    );
  }
  const scale = scaleOf(images, settings);
  const batches = batchesOf(images, settings, batch);
  const network = unet({
    ...unetPresets[preset],
    sampleSize: size,
    inChannels: batches.channels,
    outChannels: batches.channels,
    // One more than there are classes: the last stands for "any", and is what guidance steers away from.
    numClassEmbeds: classes.length > 0 ? classes.length + 1 : null,
  });
  const scheduler = schedulerConfig({
    numTrainTimesteps: recipe.numTimesteps,
    betaSchedule: settings.schedule === "cosine" ? "squaredcos_cap_v2" : settings.schedule,
    predictionType: settings.prediction,
    timestepSpacing: "trailing",
  });
  const engine = await startEngine(settings);
  return {
    settings,
    images,
    summary: folderSummary(images),
    batches,
    scale,
    classes,
    unet: network,
    scheduler,
    schedule: noiseScheduleOf(scheduler),
    engine,
    async dispose() {
      await batches.close();
      await engine.dispose();
    },
  };
}

/** @throws UsageError if stabilisation leaves nothing of the images. */
function scaleOf(
  { valueRange: [min, max], bitDepth }: ImageFolder,
  settings: Pick<TrainSettings, "stabilise">,
): PreparedRun["scale"] {
  const stabilisation = stabilisationOf(settings.stabilise);
  if (!stabilisation) return { valueRange: [min, max], bitDepth };
  const [low, high] = generalizedAnscombe(Float64Array.of(min, max), stabilisation);
  if (high! > low!) return { valueRange: [low!, high!], stabilisation, bitDepth };
  throw new UsageError(
    `--stabilise ${settings.stabilise} leaves nothing of the images: their pixel values, ${min} to ${max}, all lie below the offset. ` +
      "Give the offset of the files themselves, which is the value of a pixel without light.",
  );
}

/** The batches of a run; with another size, the same images to look at. */
export function batchesOf(
  images: ImageFolder,
  settings: Pick<TrainSettings, "size" | "crop" | "channels" | "strict" | "seed" | "augment" | "stabilise">,
  batchSize: number,
): FolderBatchSource {
  const { size, crop, channels, strict, seed, augment } = settings;
  const stabilisation = stabilisationOf(settings.stabilise);
  return folderBatches(images, {
    size,
    channels,
    batchSize,
    seed,
    strict,
    augmentation: augment,
    ...(stabilisation
      ? { transform: (pixels: Float64Array) => generalizedAnscombe(pixels, stabilisation) }
      : {}),
    // Of 16 places the one where the most is to be seen: large fields are mostly empty.
    ...(crop > 0 ? { crops: { side: crop, attempts: 16 } } : {}),
  });
}
