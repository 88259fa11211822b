import type { FolderSplitError } from "@cellgen/data/node";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";

/** Return a UsageError for images of which no source can be held out.
 *
 * @param remedy - Remedy, as a sentence.
 */
export function splitUsageError(error: FolderSplitError, remedy: string): UsageError {
  const { path, count, column } = error;
  const where = `(index.csv, column ${column})`;
  const problem =
    count === 1
      ? `all images come from one source ${where}, so no source can be held out`
      : `the images come from ${count} sources ${where}, each too large for a held-out quarter`;
  return new UsageError(`${shownPath(path)}: ${problem}. ${remedy}`, { cause: error });
}
