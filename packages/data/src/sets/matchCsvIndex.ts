import type { CsvIndex, CsvIndexRow } from "./csvIndex.ts";

/** Rows of an index with the files of its folder. */
export interface MatchedCsvIndex {
  /** Rows whose file exists, with its name as in the folder. */
  readonly rows: readonly (CsvIndexRow & { readonly name: string })[];
  /** Rows whose file does not exist. */
  readonly withoutFile: readonly CsvIndexRow[];
  /** Names of files without a row. */
  readonly withoutRow: readonly string[];
}

/**
 * Match the rows of an index with files. Composed and decomposed Unicode names (NFC and NFD) are equal.
 *
 * @param names - Names relative to the folder of the CSV file, with "/" as separator.
 */
export function matchCsvIndex(index: Pick<CsvIndex, "rows">, names: readonly string[]): MatchedCsvIndex {
  const nameOf = new Map(names.map((name) => [name.normalize("NFC"), name]));
  const used = new Set<string>();
  const rows: (CsvIndexRow & { name: string })[] = [];
  const withoutFile: CsvIndexRow[] = [];
  for (const row of index.rows) {
    const name = nameOf.get(row.file);
    if (name === undefined) {
      withoutFile.push(row);
      continue;
    }
    used.add(name);
    rows.push({ ...row, name });
  }
  return { rows, withoutFile, withoutRow: names.filter((name) => !used.has(name)) };
}
