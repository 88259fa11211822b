import { type ImageFolder, scanImageFolder } from "@cellgen/data/node";
import { Interrupted } from "../terminal/interrupted.ts";
import type { Io } from "../terminal/io.ts";
import { type Progress, startProgress } from "../terminal/progress.ts";

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
 * @throws Interrupted if the signal was aborted, and what `scanImageFolder` throws.
 */
export async function scanData(dir: string, request: ScanRequest, io: Io): Promise<ImageFolder> {
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
    throw error;
  } finally {
    progress?.stop();
  }
}
