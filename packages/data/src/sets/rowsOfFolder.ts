import { existsSync } from "node:fs";
import path from "node:path";
import type { IndexedFile } from "../fileIndex/indexedFile.ts";
import type { SourceHeader } from "../samples/selection/sourceHeader.ts";
import { type CsvIndex, type CsvIndexRow, readCsvIndex } from "./csvIndex.ts";
import { CsvIndexError } from "./csvIndexError.ts";
import { matchCsvIndex } from "./matchCsvIndex.ts";

/** Name of the index in a folder of images. */
const INDEX_FILE = "index.csv";

/** Rows of an index that describe the images of a folder. */
export interface RowsOfFolder {
  /** By the name of the file relative to the folder. Files without a row are missing. */
  readonly rows: ReadonlyMap<string, readonly CsvIndexRow[]>;
  /** Whether the index was asked for, rather than found in the folder. */
  readonly isGiven: boolean;
}

/**
 * Read the index of a folder: a given one, or index.csv in the folder.
 *
 * Given, all its files, labels, boxes, splits and positions are used, and files without a row are not. The index.csv of a folder is only
 * used as far as it fits: its boxes if all of them lie inside their images, because crops often come with a list of their positions in larger
 * fields.
 *
 * @param given - Path of the index.
 * @returns Undefined without an index.
 * @throws CsvIndexError if the given index cannot be used, or names none of the files.
 */
export async function rowsOfFolder(
  root: string,
  files: readonly IndexedFile[],
  given: string | undefined,
): Promise<RowsOfFolder | undefined> {
  const place = given ?? path.join(root, INDEX_FILE);
  if (given === undefined && !existsSync(place)) return undefined;
  const index = await readCsvIndex(place).catch((error: unknown) => {
    if (given !== undefined || !(error instanceof CsvIndexError)) throw error;
    return undefined;
  });
  if (!index) return undefined;
  const rows = rowsByName(root, index, files);
  if (given !== undefined) {
    if (rows.size === 0) {
      throw new CsvIndexError(
        "ERR_INDEX_NO_MATCH",
        index.path,
        `none of its files is an image in ${root}. Write file names relative to the folder of the index.`,
      );
    }
    return { rows, isGiven: true };
  }
  const useBoxes = boxesFit(rows, files);
  const useful = new Map(
    [...rows].map(([name, ofFile]) => [name, useBoxes ? ofFile : withoutBoxes(ofFile)] as const),
  );
  return { rows: useful, isGiven: false };
}

/** Return the rows by the names of their files relative to the folder. */
function rowsByName(
  root: string,
  index: CsvIndex,
  files: readonly IndexedFile[],
): Map<string, readonly CsvIndexRow[]> {
  const folder = path.dirname(index.path);
  // Names in the index are relative to its own folder.
  const named = new Map(
    files.map(
      ({ name }) => [path.relative(folder, path.join(root, name)).split(path.sep).join("/"), name] as const,
    ),
  );
  const rows = new Map<string, CsvIndexRow[]>();
  for (const row of matchCsvIndex(index, [...named.keys()]).rows) {
    const name = named.get(row.name)!;
    const ofFile = rows.get(name);
    if (ofFile) ofFile.push(row);
    else rows.set(name, [row]);
  }
  return rows;
}

/** Whether all boxes lie inside their images, and at least one is smaller than its image. */
function boxesFit(rows: ReadonlyMap<string, readonly CsvIndexRow[]>, files: readonly IndexedFile[]): boolean {
  let areSmaller = false;
  for (const { name, headers } of files) {
    if ("reason" in headers) continue;
    const { width, height } = headers[0] as SourceHeader;
    for (const { box } of rows.get(name) ?? []) {
      if (!box) continue;
      const isInside =
        box.left >= 0 && box.top >= 0 && box.left + box.width <= width && box.top + box.height <= height;
      if (!isInside) return false;
      if (box.width < width || box.height < height) areSmaller = true;
    }
  }
  return areSmaller;
}

/** Keep one row of each plane, without its box. */
function withoutBoxes(rows: readonly CsvIndexRow[]): CsvIndexRow[] {
  const kept = new Map<string, CsvIndexRow>();
  for (const { box: _, ...row } of rows) {
    const key = JSON.stringify([row.z, row.time, row.channel]);
    if (!kept.has(key)) kept.set(key, row);
  }
  return [...kept.values()];
}
