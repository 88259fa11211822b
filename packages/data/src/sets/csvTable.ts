import { readFile, stat } from "node:fs/promises";
import { type CsvError, parse } from "csv-parse/sync";
import { systemFault } from "../formats/imageFaults.ts";
import { CsvIndexError } from "./csvIndexError.ts";

/** Table of a CSV file with a header. */
export interface CsvTable {
  /** Trimmed names of the columns, in Unicode's composed form. */
  readonly columns: readonly string[];
  /** Trimmed cells. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** Whether a comma may stand for the decimal point: it does not separate cells. */
  readonly hasDecimalCommas: boolean;
}

/** A text of more than 512 MB exceeds the length of a JavaScript string. */
const MAX_BYTES = 2 ** 29 - 2 ** 20;

/**
 * Read a CSV file with a header. Cells are separated by commas, semicolons or tabs, whichever is most frequent in the header.
 *
 * UTF-8 and UTF-16 with and without a byte order mark are read; other bytes as Windows-1252.
 *
 * @throws CsvIndexError if the file cannot be read, is no CSV, or has no rows.
 */
export async function readCsvTable(file: string): Promise<CsvTable> {
  const text = await readText(file);
  const delimiter = delimiterOf(text);
  try {
    const [header, ...rows] = recordsOf(text, delimiter);
    if (!header || rows.length === 0) {
      throw new CsvIndexError(
        "ERR_INDEX_NO_ROWS",
        file,
        "it has no rows. Give a header and one row an image.",
      );
    }
    return {
      columns: header.cells.map((name) => name.normalize("NFC")),
      rows,
      hasDecimalCommas: delimiter !== ",",
    };
  } catch (error) {
    if (error instanceof CsvIndexError) throw error;
    const { message } = error as CsvError;
    throw new CsvIndexError("ERR_INDEX_NOT_CSV", file, `${message}. Correct the file.`, { cause: error });
  }
}

/** Parse the records with their lines. */
function recordsOf(text: string, delimiter: string): CsvTable["rows"] {
  const options = {
    bom: true,
    delimiter,
    recordDelimiter: ["\r\n", "\n", "\r"],
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    trim: true,
  };
  const records = parse(text, options);
  const lines = text.trimEnd().match(/\r\n|\n|\r/g)?.length ?? 0;
  if (records.length === lines + 1) return records.map((cells, index) => ({ line: index + 1, cells }));
  // Blank lines, or line breaks in cells: counting them takes twice the time.
  const withInfo = parse(text, { ...options, info: true }) as unknown as {
    record: string[];
    info: { lines: number };
  }[];
  return withInfo.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      const message = `the file has ${size} bytes; the limit is ${MAX_BYTES}. Divide it.`;
      throw new CsvIndexError("ERR_INDEX_UNREADABLE", file, message);
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof CsvIndexError) throw error;
    const { reason, remedy } = systemFault(error);
    throw new CsvIndexError("ERR_INDEX_UNREADABLE", file, `${reason}. ${remedy}`, { cause: error });
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Return the most frequent separator of the header, outside quotes. */
function delimiterOf(text: string): string {
  const header = /^\s*("[^"]*"|[^"\r\n])*/.exec(text.slice(0, 100_000))?.[0].replace(/"[^"]*"/g, "") ?? "";
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
}
