import type { InputImage, InputImages } from "@cellgen/data/node";
import { leftOut } from "../report/imageNotes.ts";
import { UnfitImageError } from "./unfitImageError.ts";

/** The images that a command works on. */
export interface FittingInputs extends Pick<InputImages, "files" | "brightest"> {
  /** What is said of the others, a line each. */
  readonly leftOut: readonly string[];
}

/**
 * The images that can be worked on, before anything is computed. The others are left out, as those that cannot be read.
 *
 * @param check - Throws UnfitImageError for an image that does not fit; what else it throws ends the command.
 * @throws UnfitImageError of the first image if none fits.
 */
export async function fittingInputs(
  { files, brightest, unreadable }: InputImages,
  check: (file: InputImage) => unknown,
): Promise<FittingInputs> {
  const fitting: InputImage[] = [];
  const unfit: UnfitImageError[] = [];
  for (const file of files) {
    try {
      await check(file);
      fitting.push(file);
    } catch (error) {
      if (!(error instanceof UnfitImageError)) throw error;
      unfit.push(error);
      file.release();
    }
  }
  if (fitting.length === 0) throw unfit[0]!;
  return { files: fitting, brightest, leftOut: leftOut(unreadable, unfit) };
}
