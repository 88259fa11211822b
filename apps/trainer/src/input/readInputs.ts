import * as data from "@cellgen/data/node";
import { shownPath } from "../terminal/describe.ts";
import type { Io } from "../terminal/io.ts";
import { scanProgress } from "../terminal/scanProgress.ts";
import { UsageError } from "../terminal/usageError.ts";
import { namingFolder } from "./scanData.ts";

/** An image file that was given to a command: readable, and known by its size before anything is computed. */
export type InputFile = Pick<data.InputImage, "path" | "name" | "width" | "height" | "bitDepth">;

/**
 * The images that a flag names: one file, or all PNG and JPEG files of a folder and its subfolders. Each is decoded once.
 *
 * @param flag - Where the place was given, such as "--input".
 * @throws UsageError if there is no such file or folder, or no readable image in the folder; UnreadableImageError if the file cannot be read;
 *   Interrupted if the signal was aborted.
 */
export async function readInputs(
  flag: string,
  place: string,
  io: Io,
  signal?: AbortSignal,
): Promise<data.InputImages> {
  try {
    return await namingFolder(flag, signal, () =>
      scanProgress(io, (onProgress) => data.readInputs(place, { onProgress, ...(signal ? { signal } : {}) })),
    );
  } catch (error) {
    if (!(error instanceof data.MissingInputError)) throw error;
    throw new UsageError(
      `${flag} ${shownPath(place)}: there is no such file or folder. Give an image, or a folder of images.`,
      { cause: error },
    );
  }
}
