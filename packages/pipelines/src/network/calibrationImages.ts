import { indexOfName } from "@cellgen/data";
import { folderBatches, type ScanProgress, scanImageFolder } from "@cellgen/data/node";
import type { ModelCard } from "../model/modelCard.ts";
import { trainingSelection } from "../model/trainingSelection.ts";
import type { LabelledImage } from "./unitImage.ts";

export interface CalibrationImagesOptions {
  /** Called after each file is read. */
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

/** More images hardly change the measured ranges. */
const MAX_IMAGES = 128;

/**
 * Read training images for the calibration of int8 sampling: `createGenerator(model, engine, { precision: "int8", calibration })`.
 *
 * @param folder - Folder of images, read as in training. Its subfolders are classes; images of classes that the model does not have get none.
 * @param card - Card of the model.
 * @returns At most 128 images in random order, cropped and scaled as in training.
 * @throws The errors of `scanImageFolder`; the signal's reason when aborted.
 */
export async function calibrationImages(
  folder: string,
  card: ModelCard,
  { onProgress, signal }: CalibrationImagesOptions = {},
): Promise<readonly LabelledImage[]> {
  const { height, width, channels, training } = card;
  const crop = typeof training["crop"] === "number" ? training["crop"] : 0;
  const images = await scanImageFolder(folder, {
    ...(crop > 0 ? {} : { size: { width, height } }),
    ...(card.rangeScope === "set" ? {} : { range: card.rangeScope }),
    ...trainingSelection(card),
    part: "training",
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const batches = folderBatches(images, {
    size: { width, height },
    channels,
    batchSize: Math.min(images.files.length, MAX_IMAGES),
    seed: 0,
    augmentation: "none",
    scale: card,
    ...(crop > 0 ? { crops: { side: crop, attempts: 16 } } : {}),
  });
  try {
    const { xStart, labels } = await batches.batch(0);
    const length = height * width * channels;
    return Array.from(labels, (label, i) => {
      const known = indexOfName(card.classes, images.classes[label] ?? "");
      const values = xStart.slice(i * length, (i + 1) * length);
      return { values, height, width, channels, ...(known < 0 ? {} : { label: known }) };
    });
  } finally {
    await batches.close();
  }
}
