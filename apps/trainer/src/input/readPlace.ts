import {
  CsvIndexError,
  ImageFolderError,
  MissingInputError,
  type ScanProgress,
  UnreadableImageError,
} from "@cellgen/data/node";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { Interrupted } from "../terminal/interrupted.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { scanProgress } from "../terminal/stageProgress.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";
import { UsageError } from "../terminal/usageError.ts";

/** Options of a function that reads images. */
export interface ReadOptions {
  readonly onProgress: (progress: ScanProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Read the images named by a flag, with a progress bar. Errors name the flag.
 *
 * @param flag - Name of the flag, such as "--input".
 * @throws UsageError if there is no such file or folder, the file cannot be read, the folder has no readable image, or a CSV index cannot be used; Interrupted if the
 *   signal is aborted; any other error of `read`.
 */
export async function readPlace<Result>(
  flag: string,
  { io, signal }: Pick<CommandContext<unknown>, "io" | "signal">,
  read: (options: ReadOptions) => Promise<Result>,
): Promise<Result> {
  try {
    return await scanProgress(io, (onProgress) => read({ onProgress, signal }));
  } catch (error) {
    if (signal.aborted) throw new Interrupted("Stopped; nothing was written.", { cause: error });
    if (error instanceof ImageFolderError) {
      throw new UsageError(`${flag} ${error.reason}`, { cause: error });
    }
    if (error instanceof UnreadableImageError) throw new UsageError(unreadableLine(error), { cause: error });
    if (error instanceof CsvIndexError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof MissingInputError)) throw error;
    throw new UsageError(
      `${flag} ${shownPath(error.path)}: there is no such file or folder. Give an image or a folder of images.`,
      { cause: error },
    );
  }
}
