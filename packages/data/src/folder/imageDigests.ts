import { availableParallelism } from "node:os";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../formats/raster/decodeFile.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import { sampleReader } from "../samples/sampleReader.ts";
import type { ImageFile } from "./imageFolder.ts";
import { pixelDigest } from "./pixels/pixelDigest.ts";
import type { ScanOptions } from "./scan/scanOptions.ts";

export interface ImageDigestsOptions extends Pick<ScanOptions, "onProgress" | "signal" | "limitInputPixels"> {
  /** Called for each image that cannot be read. */
  readonly onUnreadable?: ((error: UnreadableImageError) => void) | undefined;
}

/**
 * Return the digests of images: those of the scan, or, of images that it did not decode because the set is large, by decoding them now.
 *
 * @returns One for each image; undefined if the image cannot be read.
 * @throws The signal's reason if it is aborted.
 */
export async function imageDigests(
  files: readonly ImageFile[],
  {
    onProgress,
    onUnreadable,
    signal,
    limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS,
  }: ImageDigestsOptions = {},
): Promise<(string | undefined)[]> {
  const digests = files.map(({ digest }) => digest);
  const missing = digests.flatMap((digest, index) => (digest === undefined ? [index] : []));
  const reader = sampleReader({ limitInputPixels });
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < missing.length) {
      signal?.throwIfAborted();
      const index = missing[next++]!;
      try {
        digests[index] = pixelDigest((await reader.read(files[index]!)).reduced());
      } catch (error) {
        if (!(error instanceof UnreadableImageError)) throw error;
        onUnreadable?.(error);
      }
      onProgress?.({ done: ++done, total: missing.length });
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
  } finally {
    await reader.close();
  }
  return digests;
}
