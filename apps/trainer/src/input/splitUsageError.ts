import { FileGroupError, FolderSplitError } from "@cellgen/data/node";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * Convert an error of a split to a UsageError that names the flag. Return any other error unchanged.
 *
 * @param remedy - Remedy if the images cannot be divided, as a sentence. @default that of the error
 */
export function splitUsageError(error: unknown, remedy?: string): unknown {
  if (error instanceof FileGroupError) return new UsageError(`--group ${error.reason}`, { cause: error });
  if (!(error instanceof FolderSplitError)) return error;
  const advice = remedy ?? error.remedy.replace(/^Use seed/, "Use --seed");
  return new UsageError(`${shownPath(error.path)} cannot be split: ${error.reason}. ${advice}`, {
    cause: error,
  });
}
