import path from "node:path";
import { csvColumns } from "../../sets/csvColumns.ts";
import { CsvIndexError } from "../../sets/csvIndexError.ts";
import { type CsvTable, readCsvTable } from "../../sets/csvTable.ts";

/** Name of the index in a folder of images. */
const INDEX_FILE = "index.csv";

/** Rows of an index.csv that describe the files of a folder. */
export interface GroupIndex {
  /** Absolute path. */
  readonly path: string;
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Column of the file names. */
  readonly fileColumn: string | undefined;
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
 * Its column `file` or `path`, see `readCsvIndex`, has paths relative to its folder. A file in a subfolder without a row has that of its name
 * without the subfolder.
 *
 * @param stems - Paths of the files relative to the folder, without extension.
 * @throws CsvIndexError if the folder's own index.csv is no CSV.
 */
export async function groupIndex(
  folder: string,
  stems: readonly string[],
  stemOf: (name: string) => string,
): Promise<GroupIndex | undefined> {
  const root = path.resolve(folder);
  const own = await tableOf(path.join(root, INDEX_FILE));
  if (own) return indexOf(path.join(root, INDEX_FILE), own, "", stemOf);
  const above = path.join(path.dirname(root), INDEX_FILE);
  const table = stems.length > 0 ? await tableOf(above).catch(() => undefined) : undefined;
  const index = table && indexOf(above, table, `${path.basename(root)}/`, stemOf);
  if (index?.fileColumn === undefined) return undefined;
  const fileOf = index.column(index.fileColumn);
  return stems.every((stem) => fileOf(stem) !== undefined) ? index : undefined;
}

/** Read a table; undefined without a file or rows. */
async function tableOf(file: string): Promise<CsvTable | undefined> {
  try {
    return await readCsvTable(file);
  } catch (error) {
    if (error instanceof CsvIndexError && error.code !== "ERR_INDEX_NOT_CSV") return undefined;
    throw error;
  }
}

function indexOf(
  file: string,
  { columns, rows }: CsvTable,
  prefix: string,
  stemOf: (name: string) => string,
): GroupIndex {
  const fileColumn = csvColumns(columns)?.file;
  return {
    path: file,
    columns,
    fileColumn: fileColumn === undefined ? undefined : columns[fileColumn],
    column(name) {
      const at = columns.indexOf(name);
      const known = new Map<string, string>();
      for (const { cells } of rows) {
        const of = fileColumn === undefined ? undefined : cells[fileColumn];
        if (of && cells[at]) known.set(stemOf(of), cells[at]);
      }
      return (stem) => {
        const parts = `${prefix}${stem}`.split("/");
        for (let from = 0; from < parts.length; from++) {
          const cell = known.get(parts.slice(from).join("/"));
          if (cell !== undefined) return cell;
        }
        return undefined;
      };
    },
  };
}
