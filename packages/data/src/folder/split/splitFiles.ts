import { createHash } from "node:crypto";
import path from "node:path";
import type { ImageFile } from "../imageFolder.ts";
import { type FileGroups, fileGroups, type Grouping } from "./fileGroups.ts";
import { firstFolder, splitPartOf } from "./splitFolders.ts";

/** Share of held-out groups. */
const HELD_OUT_SHARE = 0.25;
/** Number of groups of a class of which at least one is nearly always held out, and one not. */
const ENOUGH_GROUPS = 12;
/** Number of seeds to try for the remedy of an error. */
const MAX_SEEDS = 200;

export interface SplitOptions {
  /** Random seed, an integer in 0…2^53-1. @default 0 */
  readonly seed?: number;
  /** Column of index.csv or pattern of file names with the groups, see {@link fileGroups}. @default the first known column */
  readonly group?: string | undefined;
  /** Class names, for errors. @default [] */
  readonly classes?: readonly string[];
  /** Whether each class must have images in both parts; otherwise only the whole set must. @default true */
  readonly everyClass?: boolean;
}

/** Images divided into training and held-out images. */
export interface FileSplit {
  readonly training: readonly ImageFile[];
  readonly heldOut: readonly ImageFile[];
  readonly grouping: Grouping;
  /** Number of files without a group in index.csv or a match of the pattern; each is its own group. */
  readonly ungrouped: number;
  /** Absolute path of the index.csv that describes the files. @default none */
  readonly index?: string;
  /** Description of the split: "about a quarter held out by the seed, by slide of index.csv". */
  readonly description: string;
}

/** Thrown if a part of a split would have no images, or none of a class. */
export class FolderSplitError extends RangeError {
  override readonly name = "FolderSplitError";
  readonly code = "ERR_EMPTY_SPLIT";
  /** Absolute path. */
  readonly path: string;
  readonly grouping: Grouping;
  /** Class without images in a part; undefined without classes. */
  readonly className: string | undefined;
  /** Number of groups of the class, or of the whole set. */
  readonly groups: number;
  /** Seed with which both parts have images of every class, if a small one exists. */
  readonly workingSeed: number | undefined;
  /** Clause that names the fault. */
  readonly reason: string;
  /** Remedy, as a sentence. */
  readonly remedy: string;

  constructor(
    folder: string,
    fault: Pick<FolderSplitError, "grouping" | "className" | "groups" | "workingSeed"> & { part: string },
  ) {
    const { grouping, className, groups, workingSeed, part } = fault;
    const noun = grouping.by === "file" ? "image" : "group";
    const whose = className === undefined ? "the set has" : `class ${className} has`;
    const count = `${groups} ${noun}${groups === 1 ? "" : "s"}${described(grouping)}`;
    const reason = `${whose} ${count}, ${groups < 2 ? "which cannot be divided" : `none of them ${part}`}`;
    const remedy =
      workingSeed !== undefined
        ? `Use seed ${workingSeed}, or add ${noun}s.`
        : `Add images: ${className === undefined ? "the set" : "each class"} needs at least 2 ${noun}s, better ${ENOUGH_GROUPS}.`;
    super(
      `splitFiles: files must have images for both parts, got ${path.resolve(folder)}, where ${reason}. ${remedy}`,
    );
    this.path = path.resolve(folder);
    this.grouping = grouping;
    this.className = className;
    this.groups = groups;
    this.workingSeed = workingSeed;
    this.reason = reason;
    this.remedy = remedy;
  }
}

const described = (grouping: Grouping): string =>
  grouping.by === "column"
    ? ` (column ${grouping.column} of index.csv)`
    : grouping.by === "pattern"
      ? ` (pattern ${grouping.pattern})`
      : "";

/**
 * Hold out about a quarter of the groups of a folder's images, such as slides or patients. Images of one group stay together, otherwise the
 * held-out images would not be independent.
 *
 * A group is held out if `sha256("SEED/GROUP")`, read as a fraction of 2^256, is below 1/4. The decision depends on the seed and the name of
 * the group only: it stays when files are added, removed or converted to another format. A file without a group is its own group, named
 * by its path without extension. A folder that already holds a split, such as train/ and test/, keeps it.
 *
 * @param folder - Folder that may contain index.csv.
 * @throws FolderSplitError if a part would have no images of a class; FileGroupError if `group` does not exist; RangeError if the seed is out
 * of range.
 */
export async function splitFiles(
  folder: string,
  files: readonly ImageFile[],
  options: SplitOptions = {},
): Promise<FileSplit> {
  const { seed = 0, group } = options;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`splitFiles: seed must be an integer in 0…2^53-1, got ${seed}.`);
  }
  const ofFolder = splitOfFolder(files);
  if (ofFolder) return ofFolder;
  const groups = await fileGroups(folder, files, group);
  const { grouping, ungrouped, index } = groups;
  if (files.length > 0) checkSplit(folder, files, groups, { ...options, seed });
  const heldOut = new Set(files.filter((file) => isHeldOut(seed, groups.of(file))));
  const by =
    grouping.by === "column"
      ? `by ${grouping.column} of ${index && path.dirname(index) !== path.resolve(folder) ? "../index.csv" : "index.csv"}`
      : grouping.by === "pattern"
        ? `by the pattern ${grouping.pattern} of file names`
        : "each file separately";
  return {
    training: files.filter((file) => !heldOut.has(file)),
    heldOut: files.filter((file) => heldOut.has(file)),
    grouping,
    ungrouped,
    ...(index !== undefined && { index }),
    description: `about a quarter held out by the seed, ${by}`,
  };
}

/** Return the split that the folder holds, such as train/ and test/. */
function splitOfFolder(files: readonly ImageFile[]): FileSplit | undefined {
  const training = files.filter(({ part }) => part === "training");
  const heldOut = files.filter(({ part }) => part === "heldOut");
  if (training.length === 0 || heldOut.length === 0) return undefined;
  const folders = [...new Set(heldOut.map(({ name }) => firstFolder(name)))].sort();
  const description = folders.every((folder) => splitPartOf(folder) === "heldOut")
    ? `held out by the folder: ${folders.join(", ")}`
    : "held out by the labels of the files or their index";
  return { training, heldOut, grouping: { by: "folder" }, ungrouped: 0, description };
}

function isHeldOut(seed: number, group: string): boolean {
  const digest = createHash("sha256").update(`${seed}/${group}`).digest();
  return digest.readUInt32BE(0) < HELD_OUT_SHARE * 2 ** 32;
}

/** Check that both parts have groups of each class. @throws FolderSplitError if they do not. */
function checkSplit(
  folder: string,
  files: readonly ImageFile[],
  groups: FileGroups,
  { seed, classes = [], everyClass = true }: SplitOptions & { readonly seed: number },
): void {
  const byLabel = new Map<number, Set<string>>();
  for (const file of files) {
    const label = everyClass ? file.label : 0;
    const ofLabel = byLabel.get(label) ?? new Set();
    byLabel.set(label, ofLabel.add(groups.of(file)));
  }
  const missing = (names: ReadonlySet<string>, trial: number): string | undefined => {
    const heldOut = [...names].filter((name) => isHeldOut(trial, name)).length;
    return heldOut === 0 ? "held out" : heldOut === names.size ? "for training" : undefined;
  };
  for (const [label, names] of byLabel) {
    const part = missing(names, seed);
    if (part === undefined) continue;
    const all = [...byLabel.values()];
    const isDivisible = all.every(({ size }) => size > 1);
    let workingSeed: number | undefined;
    for (let trial = 0; isDivisible && workingSeed === undefined && trial < MAX_SEEDS; trial++) {
      if (all.every((each) => missing(each, trial) === undefined)) workingSeed = trial;
    }
    const className = everyClass && byLabel.size > 1 ? (classes[label] ?? `${label}`) : undefined;
    throw new FolderSplitError(folder, {
      grouping: groups.grouping,
      className,
      groups: names.size,
      workingSeed,
      part,
    });
  }
}
