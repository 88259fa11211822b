import { type PixelScale, parseAugmentation, parseSelection } from "@cellgen/data";
import {
  CsvIndexError,
  type FolderBatchSource,
  folderBatches,
  folderScale,
  type ImageFolder,
  ImageFolderError,
  type ScanProgress,
  StabilizationError,
  scanImageFolder,
  splitPartOf,
} from "@cellgen/data/node";
import { runImageSize } from "./runImageSize.ts";
import { rangeOf } from "./settings/rangeSetting.ts";
import type { RunSettings } from "./settings/runSettings.ts";
import { settingError } from "./settings/settingError.ts";
import { stabilisationOf } from "./settings/stabilisationOf.ts";

export interface ReadImagesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onScan?: ((progress: ScanProgress) => void) | undefined;
}

/**
 * Read every image of a run once.
 *
 * @throws OptionError if the folder has no readable image, no class subfolders for class-conditional training, or another number of channels.
 */
export async function readImages(
  settings: RunSettings,
  { signal, onScan }: ReadImagesOptions,
): Promise<ImageFolder> {
  const { data, crop, strict, classConditional } = settings;
  const images = await scanImageFolder(data, {
    strict,
    index: settings.index,
    ...parseSelection(settings),
    range: rangeOf(settings.range),
    ...(crop > 0 ? {} : { size: runImageSize(settings) }),
    part: "training",
    ...(signal ? { signal } : {}),
    ...(onScan ? { onProgress: onScan } : {}),
  }).catch((cause: unknown) => {
    if (cause instanceof CsvIndexError && settings.index !== undefined && !signal?.aborted) {
      throw settingError("index", cause.message, { cause });
    }
    if (signal?.aborted || !(cause instanceof ImageFolderError)) throw cause;
    throw settingError("data", cause.reason, { cause });
  });
  checkChannels(images, settings);
  if (!classConditional) return images;
  if (images.classes.length > 0) {
    checkClasses(images);
    return images;
  }
  const found = images.files.some((file) => file.name.includes("/"))
    ? "images outside its subfolders"
    : "no subfolders";
  throw settingError(
    "classConditional",
    `needs one subfolder of images per class, got ${data} with ${found}. ` +
      "Sort the images into subfolders, or train without classes.",
  );
}

/** @throws OptionError unless the model has the channels of the images, or 3 for gray, or 1 for color without channel names. */
function checkChannels({ channels: found, channelNames }: ImageFolder, { channels }: RunSettings): void {
  if (channels === "auto" || channels === found) return;
  if ((found === 1 && channels === 3) || (found === 3 && channels === 1 && !channelNames)) return;
  const names = channelNames ? ` (${channelNames.join(", ")})` : "";
  throw settingError(
    "channels",
    `must be auto or ${found}, the number of channels of the images${names}, got ${channels}. Use --select-channels to train on some of them.`,
  );
}

/** @throws OptionError if subfolders are named like the parts of a split, next to others that are not. */
function checkClasses({ path, classes }: ImageFolder): void {
  const parts = classes.filter((name) => splitPartOf(name) !== undefined);
  const others = classes.filter((name) => splitPartOf(name) === undefined);
  if (new Set(parts.map(splitPartOf)).size < 2) return;
  throw settingError(
    "classConditional",
    `needs one subfolder of images per class, got ${path} with ${parts.join(", ")}, which are the parts of a split, next to ${others.join(", ")}. ` +
      "Move the other subfolders away, or rename the parts if they are classes.",
  );
}

/**
 * Return the mapping from pixel values to model values.
 *
 * @throws OptionError if all pixel values lie below the offset of the photon noise.
 */
export function pixelScaleOf(images: ImageFolder, { channels, stabilise }: RunSettings): PixelScale {
  try {
    return folderScale(images, {
      channels: channels === "auto" ? images.channels : channels,
      stabilisation: stabilisationOf(stabilise),
    });
  } catch (cause) {
    if (!(cause instanceof StabilizationError)) throw cause;
    throw settingError(
      "stabilise",
      `${stabilise} maps all images to one value: their pixel values, ${cause.min} to ${cause.max}, lie below the offset. ` +
        "Use the offset of these files: the value of a pixel without light.",
      { cause },
    );
  }
}

/** Create the training batches of a run. */
export function runBatches(images: ImageFolder, settings: RunSettings): FolderBatchSource {
  const { crop, channels, strict, balance, seed, augment, batch } = settings;
  return folderBatches(images, {
    size: runImageSize(settings),
    channels,
    batchSize: batch,
    seed,
    balance: balance === true,
    strict,
    augmentation: parseAugmentation(augment) ?? "none",
    scale: pixelScaleOf(images, settings),
    // Large fields are mostly empty: use the best of 16 candidate crops.
    ...(crop > 0 ? { crops: { side: crop, attempts: 16 } } : {}),
  });
}
