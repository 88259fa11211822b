import {
  type FolderBatchSource,
  folderBatches,
  type ImageFolder,
  type ScanProgress,
  scanImageFolder,
} from "@cellgen/data/node";
import { generalizedAnscombe } from "@cellgen/filters";
import type { ModelCard } from "@cellgen/pipelines";
import { stabilisationOf } from "./completeRunSettings.ts";
import type { RunSettings } from "./runSettings.ts";
import { SettingError } from "./SettingError.ts";

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
    if (signal?.aborted || !(cause instanceof RangeError)) throw cause;
    const reason = cause.message.replace(/^\w+: folder /, "");
    throw new SettingError("data", reason, { cause });
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

/** Which pixel values become -1 and 1. */
export type ValueScale = Pick<ModelCard, "valueRange" | "stabilisation" | "bitDepth">;

/** @throws SettingError if stabilisation leaves nothing of the images. */
export function valueScaleOf(
  { valueRange: [min, max], bitDepth }: ImageFolder,
  { stabilise }: RunSettings,
): ValueScale {
  const stabilisation = stabilisationOf(stabilise);
  if (!stabilisation) return { valueRange: [min, max], bitDepth };
  const [low, high] = generalizedAnscombe(Float64Array.of(min, max), stabilisation);
  if (high! > low!) return { valueRange: [low!, high!], stabilisation, bitDepth };
  throw new SettingError(
    "stabilise",
    `${stabilise} leaves nothing of the images: their pixel values, ${min} to ${max}, all lie below the offset. ` +
      "Use the offset of these files, which is the value of a pixel without light.",
  );
}

/** Batches of the images of a run as its network sees them. */
export function runBatches(
  images: ImageFolder,
  { size, crop, channels, strict, seed, augment, batch, stabilise }: RunSettings,
): FolderBatchSource {
  const stabilisation = stabilisationOf(stabilise);
  return folderBatches(images, {
    size,
    channels,
    batchSize: batch,
    seed,
    strict,
    augmentation: augment,
    ...(stabilisation
      ? { transform: (pixels: Float64Array) => generalizedAnscombe(pixels, stabilisation) }
      : {}),
    // Of 16 places the one with the most structure: large fields are mostly empty.
    ...(crop > 0 ? { crops: { side: crop, attempts: 16 } } : {}),
  });
}
