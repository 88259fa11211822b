import { UnfitImageError } from "@cellgen/data";
import { fileNotes, type InputImage, type InputImages } from "@cellgen/data/node";
import { noteLines } from "../terminal/noteLines.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { skippedLines } from "../terminal/skippedLines.ts";
import { UsageError } from "../terminal/usageError.ts";

/** An image that can be read but not processed. Such images of a folder are skipped. */
export class UnfitInputError extends UsageError {
  override readonly name = "UnfitInputError";
}

/** The images to process. */
export interface FittingInputs extends Pick<InputImages, "files" | "measured"> {
  /** One line per reason for skipped images. */
  readonly skipped: readonly string[];
  /** One line per kind of note about the files, such as pages that are skipped. */
  readonly notes: readonly string[];
}

/**
 * Find the images that can be processed, before any computation.
 *
 * @param check - Throws UnfitInputError or UnfitImageError for an image that does not fit; any other error ends the command.
 * @throws UnfitInputError of the first image if none fits.
 */
export async function fittingInputs(
  { files, measured, unreadable }: InputImages,
  check: (file: InputImage) => unknown,
): Promise<FittingInputs> {
  const fitting: InputImage[] = [];
  const unfit: UnfitInputError[] = [];
  for (const file of files) {
    try {
      await check(file);
      fitting.push(file);
    } catch (error) {
      unfit.push(unfitInput(file, error));
      file.release();
    }
  }
  if (fitting.length === 0) throw unfit[0]!;
  return {
    files: fitting,
    measured,
    skipped: skippedLines(unreadable, unfit),
    notes: noteLines(fileNotes(fitting)),
  };
}

/** Convert the error of an unfit image. @throws Any other error, unchanged. */
function unfitInput({ path }: InputImage, error: unknown): UnfitInputError {
  if (error instanceof UnfitInputError) return error;
  if (!(error instanceof UnfitImageError)) throw error;
  const remedy =
    error.code === "ERR_IMAGE_TOO_SMALL_FOR_NOISE"
      ? "Give the noise as --noise, or images of at least 3x3."
      : error.remedy;
  return new UnfitInputError(`${shownPath(path)} is ${error.reason}. ${remedy}`, { cause: error });
}
