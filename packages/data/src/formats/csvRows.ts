import { readFile } from "node:fs/promises";
import { type CsvError, parse } from "csv-parse/sync";

/** Parse CSV text into rows of trimmed cells. Blank lines are skipped; rows may differ in length. */
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
 * Read the rows of a CSV file.
 *
 * @returns Undefined if the file does not exist or is not readable.
 * @throws Error with the file's path if its content is not CSV.
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
