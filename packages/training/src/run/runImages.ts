import type { PixelScale } from "@cellgen/data";
import {
  type FolderBatchSource,
  folderBatches,
  folderScale,
  type ImageFolder,
  ImageFolderError,
  type ScanProgress,
  StabilizationError,
  scanImageFolder,
} from "@cellgen/data/node";
import { stabilisationOf } from "./settings/completeRunSettings.ts";
import type { RunSettings } from "./settings/runSettings.ts";
import { SettingError } from "./settings/SettingError.ts";

export interface ReadImagesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onScan?: ((progress: ScanProgress) => void) | undefined;
}

/**
 * Reads every image of a run once.
 *
 * @throws SettingError if the folder holds no readable image, or no classes where classes are to be learned.
 */
export async function readImages(
  { data, size, crop, strict, classConditional }: RunSettings,
  { signal, onScan }: ReadImagesOptions,
): Promise<ImageFolder> {
  const images = await scanImageFolder(data, {
    strict,
    ...(crop > 0 ? {} : { size }),
    ...(signal ? { signal } : {}),
    ...(onScan ? { onProgress: onScan } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted || !(cause instanceof ImageFolderError)) throw cause;
    throw new SettingError("data", cause.reason, { cause });
  });
  if (!classConditional || images.classes.length > 0) return images;
  const found = images.files.some((file) => file.name.includes("/"))
    ? "images beside its subfolders"
    : "no subfolders";
  throw new SettingError(
    "classConditional",
    `needs a folder with one subfolder of images for each class, got ${data} with ${found}. ` +
      "Sort the images into subfolders, or train without classes.",
  );
}

/**
 * Which pixel values become -1 and 1.
 *
 * @throws SettingError if every pixel value lies below the offset of the noise to stabilise.
 */
export function pixelScaleOf(images: ImageFolder, { stabilise }: RunSettings): PixelScale {
  try {
    return folderScale(images, stabilisationOf(stabilise));
  } catch (cause) {
    if (!(cause instanceof StabilizationError)) throw cause;
    throw new SettingError(
      "stabilise",
      `${stabilise} leaves nothing of the images: their pixel values, ${cause.min} to ${cause.max}, all lie below the offset. ` +
        "Use the offset of these files, which is the value of a pixel without light.",
      { cause },
    );
  }
}

/** Batches of the images of a run as its network sees them. */
export function runBatches(images: ImageFolder, settings: RunSettings): FolderBatchSource {
  const { size, crop, channels, strict, seed, augment, batch } = settings;
  return folderBatches(images, {
    size,
    channels,
    batchSize: batch,
    seed,
    strict,
    augmentation: augment,
    scale: pixelScaleOf(images, settings),
    // Of 16 places the one with the most structure: large fields are mostly empty.
    ...(crop > 0 ? { crops: { side: crop, attempts: 16 } } : {}),
  });
}
