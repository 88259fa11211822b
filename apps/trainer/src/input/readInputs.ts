import * as data from "@cellgen/data/node";
import { shownPath } from "../terminal/describe.ts";
import type { Io } from "../terminal/io.ts";
import { scanProgress } from "../terminal/scanProgress.ts";
import { UsageError } from "../terminal/usageError.ts";
import { namingFolder } from "./scanData.ts";

/** What is known of an image file before it is worked on. */
export type InputFile = Pick<data.InputImage, "path" | "name" | "width" | "height" | "bitDepth">;

/**
 * The images that a flag names: one file, or all PNG and JPEG files of a folder and its subfolders. Each is decoded once.
 *
 * @param flag - Such as "--input".
 * @throws UsageError if there is no such file or folder, or no readable image in the folder; UnreadableImageError if the file cannot be read;
 *   Interrupted if the signal was aborted.
 */
export function readInputs(
  flag: string,
  place: string,
  io: Io,
  signal?: AbortSignal,
): Promise<data.InputImages> {
  return readPlace(flag, place, io, signal, (options) => data.readInputs(place, options));
}

/** Reads what a flag names, with a progress bar, and names the flag in errors, as {@link readInputs} says. */
export async function readPlace<Result>(
  flag: string,
  place: string,
  io: Io,
  signal: AbortSignal | undefined,
  read: (options: data.ReadInputsOptions) => Promise<Result>,
): Promise<Result> {
  try {
    return await namingFolder(flag, signal, () =>
      scanProgress(io, (onProgress) => read({ onProgress, ...(signal ? { signal } : {}) })),
    );
  } catch (error) {
    if (!(error instanceof data.MissingInputError)) throw error;
    throw new UsageError(
      `${flag} ${shownPath(place)}: there is no such file or folder. Give an image, or a folder of images.`,
      { cause: error },
    );
  }
}
