import { readFile } from "node:fs/promises";
import { type CsvError, parse } from "csv-parse/sync";

/** The rows of a CSV text, without spaces around cells. Blank lines are skipped; rows may differ in length. */
export function csvRows(text: string): string[][] {
  return parse(text, {
    bom: true,
    trim: true,
    recordDelimiter: ["\r\n", "\n"],
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
  });
}

/**
 * The rows of a CSV file.
 *
 * @returns Undefined if there is no such file, or it may not be read.
 * @throws Error naming the file if it is not CSV.
 */
export async function readCsv(file: string): Promise<string[][] | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return csvRows(text);
  } catch (error) {
    throw new Error(`${file} cannot be read as CSV: ${(error as CsvError).message}. Correct the file.`, {
      cause: error,
    });
  }
}
