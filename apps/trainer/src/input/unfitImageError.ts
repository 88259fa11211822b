import * as data from "@cellgen/data";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";

/** An image that can be read, but not be worked on: too small, too long. Among others it is left out. */
export class UnfitImageError extends UsageError {
  override readonly name = "UnfitImageError";
}

/**
 * Names the file of an image that does not fit.
 *
 * @throws UnfitImageError with the file for the data package's.
 */
export function namingUnfit<Result>(file: string, fit: () => Result): Result {
  try {
    return fit();
  } catch (error) {
    if (!(error instanceof data.UnfitImageError)) throw error;
    const remedy =
      error.code === "too-small-to-estimate-noise"
        ? "Give the noise as --noise, or images of at least 3x3."
        : error.remedy;
    throw new UnfitImageError(`${shownPath(file)} is ${error.reason}. ${remedy}`, { cause: error });
  }
}
