import path from "node:path";
import { readCsv } from "../../formats/csvRows.ts";

/** Name of the index in a folder of images. */
const INDEX_FILE = "index.csv";

/** Rows of an index.csv that describe the files of a folder. */
export interface GroupIndex {
  /** Absolute path. */
  readonly path: string;
  /** Names of the columns. */
  readonly columns: readonly string[];
  /**
   * Read a column.
   *
   * @returns Function that gives the cell of a file by its path relative to the folder, without extension; undefined without such a row.
   */
  column(name: string): (stem: string) => string | undefined;
}

/**
 * Read the index.csv of a folder; without one, that of the folder above it, if it describes all of the files. Several folders of images,
 * such as `noisy` and `clean`, often share an index.
 *
 * Its column `file` has paths relative to its folder. A file in a subfolder without a row has that of its name without the subfolder.
 *
 * @param stems - Paths of the files relative to the folder, without extension.
 */
export async function groupIndex(
  folder: string,
  stems: readonly string[],
  stemOf: (name: string) => string,
): Promise<GroupIndex | undefined> {
  const root = path.resolve(folder);
  const own = await readCsv(path.join(root, INDEX_FILE));
  if (own) return indexOf(path.join(root, INDEX_FILE), own, "", stemOf);
  const above = path.join(path.dirname(root), INDEX_FILE);
  const rows = stems.length > 0 ? await readCsv(above).catch(() => undefined) : undefined;
  if (!rows?.[0]?.includes("file")) return undefined;
  const index = indexOf(above, rows, `${path.basename(root)}/`, stemOf);
  const fileOf = index.column("file");
  return stems.every((stem) => fileOf(stem) !== undefined) ? index : undefined;
}

function indexOf(
  file: string,
  [columns = [], ...rows]: readonly (readonly string[])[],
  prefix: string,
  stemOf: (name: string) => string,
): GroupIndex {
  const fileColumn = columns.indexOf("file");
  return {
    path: file,
    columns,
    column(name) {
      const at = columns.indexOf(name);
      const cells = new Map<string, string>();
      for (const row of rows) if (row[fileColumn] && row[at]) cells.set(stemOf(row[fileColumn]), row[at]);
      return (stem) => {
        const parts = `${prefix}${stem}`.split("/");
        for (let from = 0; from < parts.length; from++) {
          const cell = cells.get(parts.slice(from).join("/"));
          if (cell !== undefined) return cell;
        }
        return undefined;
      };
    },
  };
}
