import {
  type FolderBatchSource,
  type ImageFolder,
  readTrainingImages,
  trainingImagesCsv,
  writeFileAtomic,
} from "@cellgen/data/node";
import type { RunFolder } from "./runFolder.ts";

/**
 * Write the list of training images, with the digests of those that were decoded: all images of a small set. Digests of an earlier part of the
 * run are kept.
 */
export async function writeImageList(
  folder: RunFolder,
  images: ImageFolder,
  batches: Pick<FolderBatchSource, "digests">,
): Promise<void> {
  const earlier = isComplete(images) ? undefined : await readTrainingImages(folder.path);
  const files = images.files.map(({ name, digest }) => ({
    name,
    digest: digest ?? batches.digests.get(name) ?? (earlier?.get(name) || ""),
  }));
  await writeFileAtomic(folder.images, trainingImagesCsv(files));
}

/** Whether the scan decoded all images, so that their digests are known before training. */
export function isComplete({ files }: ImageFolder): boolean {
  return files.every(({ digest }) => digest !== undefined);
}
