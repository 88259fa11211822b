import { type ImageFolder, scanImageFolder } from "@cellgen/data/node";
import { Interrupted } from "../terminal/interrupted.ts";
import type { Io } from "../terminal/io.ts";
import { type Progress, startProgress } from "../terminal/progress.ts";
import { UsageError } from "../terminal/usageError.ts";

export interface ScanRequest {
  readonly strict?: boolean;
  /** Keep the decoded images at this side for training; nothing keeps none. */
  readonly keepAtSize?: number;
  /** Keep the decoded images whole, for crops. */
  readonly keepWhole?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads every image of a folder once, with a progress bar.
 *
 * @param flag - Where the folder was given, such as "--data".
 * @throws UsageError if it is no folder, or holds no readable image; UnreadableImageError at the first file that cannot be read if the request
 *   is strict; Interrupted if the signal was aborted.
 */
export async function scanData(
  flag: string,
  dir: string,
  request: ScanRequest,
  io: Io,
): Promise<ImageFolder> {
  const { strict = false, keepAtSize, keepWhole = false, signal } = request;
  let progress: Progress | undefined;
  try {
    return await scanImageFolder(dir, {
      strict,
      ...(keepAtSize === undefined ? {} : { size: keepAtSize }),
      ...(keepAtSize === undefined && !keepWhole ? { cacheBytes: 0 } : {}),
      ...(signal ? { signal } : {}),
      onProgress: ({ done, total }) => {
        progress ??= startProgress(io, { noun: "image", total });
        progress.update(done);
      },
    });
  } catch (error) {
    if (signal?.aborted) throw new Interrupted("Stopped; nothing was written.", { cause: error });
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${flag}: ${error.message.replace(/^scanImageFolder: /, "")}`, { cause: error });
  } finally {
    progress?.stop();
  }
}
