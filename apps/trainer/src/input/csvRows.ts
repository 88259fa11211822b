/** The rows of a CSV file, spaces around cells left off. Cells in quotes may hold commas, line ends and quotes written twice; blank lines are none. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, "").matchAll(CELL)) {
    row.push(quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"').trim());
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}

/** A cell in quotes or without, and what ends it. */
const CELL = /[^\S\n]*(?:"((?:[^"]|"")*)"[^\S\n]*|([^,\n]*?))(,|\r?\n|$)/g;
