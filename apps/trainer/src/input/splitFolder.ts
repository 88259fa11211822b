import { type FileSplit, FolderSplitError, type ImageFile, splitFiles } from "@cellgen/data/node";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";

/** Images, divided, with how that was done in words. */
export interface DescribedSplit extends FileSplit {
  readonly how: string;
}

/**
 * Holds out about a quarter of the images of a folder.
 *
 * @param remedy - What to do where no source can be held out, a sentence.
 * @throws UsageError if the sources are so large that none can be held out.
 */
export async function splitFolder(
  folder: string,
  files: readonly ImageFile[],
  seed: number,
  remedy: string,
): Promise<DescribedSplit> {
  try {
    const split = await splitFiles(folder, files, seed);
    return { ...split, how: splitWords(split.column) };
  } catch (error) {
    throw error instanceof FolderSplitError ? splitUsageError(error, remedy) : error;
  }
}

/**
 * How images were divided.
 *
 * @param column - Of index.csv, whose sources stay together.
 */
export function splitWords(column: string | undefined): string {
  return column === undefined
    ? "a quarter of each class kept aside by the seed, each file by itself"
    : `about a quarter kept aside by the seed, by ${column} of index.csv`;
}

/** @param remedy - What to do where no source can be held out, a sentence. */
export function splitUsageError(error: FolderSplitError, remedy: string): UsageError {
  return new UsageError(`${shownPath(error.path)}: ${tooLarge(error)}. ${remedy}`, { cause: error });
}

function tooLarge({ count, column }: FolderSplitError): string {
  const where = `(index.csv, column ${column})`;
  return count === 1
    ? `all images come from one source ${where}, so that none can be kept aside as new`
    : `the images come from ${count} sources ${where}, each too large for a quarter kept aside`;
}
