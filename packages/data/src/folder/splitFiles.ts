import path from "node:path";
import { randomStream } from "@cellgen/random";
import { readCsv } from "../formats/csvRows.ts";
import { canonicalName } from "../images/indexOfName.ts";
import type { ImageFile } from "./imageFolder.ts";
import { firstFolder } from "./splitFolders.ts";

/** Target share of held-out images; sources are not split. */
const HELD_OUT_SHARE = 0.25;

/** Images divided into training and held-out images. */
export interface FileSplit {
  readonly training: readonly ImageFile[];
  readonly heldOut: readonly ImageFile[];
  /** Column of index.csv with the sources that stay together; undefined if each file is its own source. */
  readonly column: string | undefined;
  /** Description of the split: "about a quarter held out by the seed, by source of index.csv". */
  readonly description: string;
}

/** Thrown if no source of a folder can be held out because each has too large a share of the images. */
export class FolderSplitError extends RangeError {
  override readonly name = "FolderSplitError";
  readonly code = "ERR_SOURCES_TOO_LARGE";
  /** Absolute path. */
  readonly path: string;
  /** Column of index.csv with the sources. */
  readonly column: string;
  /** Number of sources. */
  readonly count: number;

  constructor(folder: string, column: string, count: number) {
    const sources = count === 1 ? "one source" : `${count} sources, each too large for a quarter`;
    super(
      `splitFiles: files must have a source that can be held out, got ${sources} in ${folder} (index.csv, column ${column}). ` +
        "Add images of other sources, or remove index.csv to split by file.",
    );
    this.path = path.resolve(folder);
    this.column = column;
    this.count = count;
  }
}

/**
 * Hold out about a quarter of the images of each class, selected by the seed.
 *
 * Images of one source (one photograph, one patient) stay together, otherwise the held-out images would not be independent. The sources are
 * in the first column of the folder's index.csv whose name begins with "source"; its column "file" has the file names. A folder that already
 * holds a split, such as train/ and test/, keeps it.
 *
 * @param folder - Folder that may contain index.csv.
 * @param seed - An integer in 0…2^53-1.
 * @throws FolderSplitError if no source can be held out, for example if there is only one.
 */
export async function splitFiles(
  folder: string,
  files: readonly ImageFile[],
  seed: number,
): Promise<FileSplit> {
  const ofFolder = splitOfFolder(files);
  if (ofFolder) return ofFolder;
  const sources = await sourcesOf(folder);
  const groups = new Map<string, ImageFile[]>();
  for (const file of files) {
    // Images of one source form one group, regardless of class.
    const source = sources?.of.get(canonicalName(file.name));
    const key = source === undefined ? `file ${file.name}` : `source ${source}`;
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  const keys = [...groups.keys()];
  const order = randomStream(seed, "heldOut").permutation(keys.length);
  const wanted = countsOf(files);
  for (const [label, count] of wanted) wanted.set(label, HELD_OUT_SHARE * count);
  const heldOut = new Set<ImageFile>();
  for (const place of order) {
    const group = groups.get(keys[place]!)!;
    const taken = countsOf(group);
    // Hold the group out if that brings the classes closer to a quarter.
    let change = 0;
    for (const [label, count] of taken) {
      change += Math.abs(wanted.get(label)! - count) - Math.abs(wanted.get(label)!);
    }
    if (change >= 0) continue;
    for (const file of group) heldOut.add(file);
    for (const [label, count] of taken) wanted.set(label, wanted.get(label)! - count);
  }
  if (sources && heldOut.size === 0 && keys.some((key) => key.startsWith("source "))) {
    throw new FolderSplitError(folder, sources.column, keys.length);
  }
  return {
    training: files.filter((file) => !heldOut.has(file)),
    heldOut: files.filter((file) => heldOut.has(file)),
    column: sources?.column,
    description: sources
      ? `about a quarter held out by the seed, by ${sources.column} of index.csv`
      : "a quarter of each class held out by the seed, each file separately",
  };
}

/** Return the split that the folder holds, such as train/ and test/. */
function splitOfFolder(files: readonly ImageFile[]): FileSplit | undefined {
  const training = files.filter(({ part }) => part === "training");
  const heldOut = files.filter(({ part }) => part === "heldOut");
  if (training.length === 0 || heldOut.length === 0) return undefined;
  const folders = [...new Set(heldOut.map(({ name }) => firstFolder(name)))].sort();
  return {
    training,
    heldOut,
    column: undefined,
    description: `held out by the folder: ${folders.join(", ")}`,
  };
}

/** Count the images of each class. */
function countsOf(files: readonly ImageFile[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { label } of files) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** Read the sources of the files from index.csv; undefined if it lists none. */
async function sourcesOf(
  folder: string,
): Promise<{ readonly column: string; readonly of: ReadonlyMap<string, string> } | undefined> {
  const table = await readCsv(path.join(folder, "index.csv"));
  if (!table) return undefined;
  const [names = [], ...rows] = table;
  const file = names.indexOf("file");
  const source = names.findIndex((name) => /^source/.test(name));
  if (file < 0 || source < 0) return undefined;
  const of = new Map<string, string>();
  for (const row of rows) {
    if (row[file] && row[source]) of.set(canonicalName(row[file].replaceAll("\\", "/")), row[source]);
  }
  return { column: names[source]!, of };
}
