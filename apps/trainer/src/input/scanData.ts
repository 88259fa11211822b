import { type ImageFolder, ImageFolderError, scanImageFolder } from "@cellgen/data/node";
import { Interrupted } from "../terminal/interrupted.ts";
import type { Io } from "../terminal/io.ts";
import { scanProgress } from "../terminal/scanProgress.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * Reads every image of a folder once, with a progress bar. The decoded images are not kept.
 *
 * @param flag - Where the folder was given, such as "--data".
 * @throws UsageError if it is no folder, or holds no readable image; Interrupted if the signal was aborted.
 */
export function scanData(
  flag: string,
  dir: string,
  { signal }: { readonly signal?: AbortSignal },
  io: Io,
): Promise<ImageFolder> {
  return namingFolder(flag, signal, () =>
    scanProgress(io, (onProgress) =>
      scanImageFolder(dir, { cacheBytes: 0, ...(signal ? { signal } : {}), onProgress }),
    ),
  );
}

/**
 * Names the flag of a folder that holds no images.
 *
 * @throws UsageError for ImageFolderError; Interrupted if the signal was aborted.
 */
export async function namingFolder<Result>(
  flag: string,
  signal: AbortSignal | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (signal?.aborted) throw new Interrupted("Stopped; nothing was written.", { cause: error });
    if (!(error instanceof ImageFolderError)) throw error;
    throw new UsageError(`${flag}: folder ${error.reason}`, { cause: error });
  }
}
