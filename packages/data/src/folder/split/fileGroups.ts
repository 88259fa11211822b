import path from "node:path";
import type { ImageFile } from "../imageFolder.ts";
import { groupIndex } from "./groupIndex.ts";

/** Columns of index.csv that hold groups, in the order of preference. */
export const GROUP_COLUMNS = ["group", "slide", "patient", "field", "source_image"] as const;

/** Origin of the groups of a folder's files. */
export type Grouping =
  /** A column of index.csv. */
  | { readonly by: "column"; readonly column: string }
  /** The part of the file name that matches a pattern. */
  | { readonly by: "pattern"; readonly pattern: string }
  /** The folder holds a split, such as train/ and test/. */
  | { readonly by: "folder" }
  /** Each file is its own group. */
  | { readonly by: "file" };

/** Groups of files that must stay together in a split, such as the cells of one patient. */
export interface FileGroups {
  readonly grouping: Grouping;
  /** Number of images without a group in index.csv or a match of the pattern; each file is then its own group. */
  readonly ungrouped: number;
  /** Absolute path of the index.csv that describes the files. @default none */
  readonly index?: string;
  /** Return the name of an image's group. */
  of(file: GroupedFile): string;
}

/** Image to find the group of. Focal planes, time points and boxes of a file have its group. */
export interface GroupedFile extends Pick<ImageFile, "name"> {
  /** Name of the file. @default `name` */
  readonly file?: string;
  readonly format?: ImageFile["format"];
}

/** Thrown if the requested groups do not exist. */
export class FileGroupError extends RangeError {
  override readonly name = "FileGroupError";
  readonly code = "ERR_NO_GROUPS";
  /** Clause that follows the option's name: "must …, got …. Remedy." */
  readonly reason: string;

  constructor(reason: string) {
    super(`fileGroups: group ${reason}`);
    this.reason = reason;
  }
}

/**
 * Find the groups of a folder's files.
 *
 * @param folder - Folder that may contain index.csv, whose column `file` or `path` has the file names, see `readCsvIndex`. Without one, the
 * index.csv of the folder above it is read, if it describes all files.
 * @param group - A column of index.csv, in any case, or a pattern of file names: text with one `*`, whose match is the group, or a regular expression with
 * one capture group. Patterns are matched with the name without folders and extension. @default the first of {@link GROUP_COLUMNS} in
 * index.csv, or each file separately
 * @throws FileGroupError if there is no such column, or no file matches the pattern.
 */
export async function fileGroups(
  folder: string,
  files: readonly GroupedFile[],
  group?: string,
): Promise<FileGroups> {
  const index = await groupIndex(
    folder,
    files.map(({ name, file = name }) => stemOf(file)),
    stemOf,
  );
  const found = index ? { index: index.path } : {};
  const names = index?.columns ?? [];
  const hasFiles = index?.fileColumn !== undefined;
  const column = columnOf(names, group === undefined ? GROUP_COLUMNS : [group]);
  if (index && column !== undefined && hasFiles) {
    const cellOf = index.column(column);
    const find = (stem: string): string | undefined => {
      const cell = cellOf(stem);
      return cell === undefined ? undefined : stemOf(cell);
    };
    const groups = groupsOf(files, { by: "column", column }, find, true);
    if (files.length === 0 || groups.ungrouped < files.length) return { ...groups, ...found };
    if (group !== undefined) {
      throw new FileGroupError(
        `must be a column of index.csv with values for the images, got ${group}, which has none. Write file names relative to the folder of ${index.path}.`,
      );
    }
  }
  if (group === undefined) return { ...groupsOf(files, { by: "file" }, (stem) => stem), ...found };
  const pattern = patternOf(group);
  if (!pattern) {
    const listed = hasFiles
      ? `whose columns are ${names.join(", ")}`
      : "which has no column of files (path or file)";
    throw new FileGroupError(
      `must be a column of index.csv, or a pattern of file names with one * or one capture group, got ${group}; ` +
        `${names.length > 0 ? `index.csv, ${listed}, has no such groups` : "the folder has no index.csv"}. ` +
        `Give a column or a pattern such as '*_cell'.`,
    );
  }
  const groups = groupsOf(files, { by: "pattern", pattern: group }, (stem) => {
    return pattern.exec(path.posix.basename(stem))?.[1] || undefined;
  });
  if (files.length > 0 && groups.ungrouped === files.length) {
    throw new FileGroupError(
      `must match file names, got ${group}, which matches none, such as ${path.posix.basename(files[0]!.name)}. Correct the pattern.`,
    );
  }
  return { ...groups, ...found };
}

/** Return the first of some columns: in the same case, or else in any. */
function columnOf(names: readonly string[], wanted: readonly string[]): string | undefined {
  const lower = names.map((name) => name.toLowerCase());
  for (const name of wanted) {
    const at = names.includes(name) ? names.indexOf(name) : lower.indexOf(name.toLowerCase());
    if (at >= 0) return names[at];
  }
  return undefined;
}

function groupsOf(
  files: readonly GroupedFile[],
  grouping: Grouping,
  find: (stem: string) => string | undefined,
  byImage = false,
): FileGroups {
  // An index may name the images of one file separately, such as "crops.npz#3".
  const found = ({ name, file = name }: GroupedFile): string | undefined =>
    (byImage ? find(stemOf(name)) : undefined) ?? find(stemOf(file));
  return {
    grouping,
    ungrouped: grouping.by === "file" ? 0 : files.filter((file) => found(file) === undefined).length,
    // A group cannot have the name of an ungrouped file.
    of: (file) => {
      const group = found(file);
      return group === undefined || grouping.by === "file"
        ? `file ${stemOf(ownName(file))}`
        : `group ${group}`;
    },
  };
}

/** Return the name by which an image without a group is split: that of its file; the images of an array are independent. */
function ownName({ name, file = name, format }: GroupedFile): string {
  return format === "npy" || format === "npz" ? name : file;
}

/** Return a name without the extension of an image, with "/" as separator and composed characters. */
function stemOf(name: string): string {
  return name
    .replaceAll("\\", "/")
    .normalize("NFC")
    .replace(/(\.ome)?\.(png|jpe?g|tiff?|zarr|np[yz]|webp|gif|bmp)$/i, "");
}

/** Return the regular expression of a pattern; undefined if it has neither one `*` nor one capture group. */
function patternOf(text: string): RegExp | undefined {
  const parts = text.normalize("NFC").split("*");
  if (parts.length === 2 && !/[()]/.test(text)) {
    const [before, after] = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    return new RegExp(after === "" ? `^${before}(.*)$` : `^${before}(.*?)${after}`, "u");
  }
  try {
    const pattern = new RegExp(text.normalize("NFC"), "u");
    // An alternative that always matches shows the number of capture groups.
    return new RegExp(`${pattern.source}|`, "u").exec("")!.length === 2 ? pattern : undefined;
  } catch {
    return undefined;
  }
}
