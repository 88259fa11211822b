import { folderBatches, type ImageFile, type ImageFolder } from "@cellgen/data/node";
import type { NamedImages } from "./namedImages.ts";
import type { ReadImageSetOptions } from "./readImageSet.ts";

/** Number of crops to draw from a folder. */
const CROPS = { training: 1000, heldOut: 500 } as const;

/** Candidates per crop, to find cells. */
const ATTEMPTS = 16;

/** Read random crops of the files, as in the training of a model on crops. */
export async function readCropSet(
  folder: ImageFolder,
  files: readonly ImageFile[],
  kind: keyof typeof CROPS,
  { card, labels, seed, signal, onProgress }: ReadImageSetOptions,
): Promise<NamedImages> {
  const { height, width, channels } = card;
  signal?.throwIfAborted();
  let done = 0;
  onProgress?.(0, CROPS[kind]);
  const batches = folderBatches(
    { ...folder, files },
    {
      size: { width, height },
      channels,
      batchSize: CROPS[kind],
      seed,
      augmentation: "none",
      scale: card,
      crops: { side: cropSide(card), attempts: ATTEMPTS },
      prefetch: 0,
      signal,
      onImage: () => onProgress?.(++done, CROPS[kind]),
    },
  );
  try {
    const { xStart, labels: given } = await batches.batch(0);
    return {
      set: { values: xStart, height, width, channels, labels: given.map((label) => labels[label] ?? 0) },
      names: Array.from(given, (_, index) => `square ${index + 1}`),
    };
  } finally {
    await batches.close();
  }
}

/** Return the side of the random crops on which a model was trained, in file pixels; 0 = whole images. */
export function cropSide({ training }: ReadImageSetOptions["card"]): number {
  return Number(training["crop"] ?? 0);
}
