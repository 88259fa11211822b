/** Reason why a CSV index cannot be used. */
export type CsvIndexCode =
  | "ERR_INDEX_UNREADABLE"
  | "ERR_INDEX_NOT_CSV"
  | "ERR_INDEX_NO_ROWS"
  | "ERR_INDEX_NO_FILE_COLUMN"
  | "ERR_INDEX_REPEATED_COLUMN"
  | "ERR_INDEX_NO_MATCH";

/** Thrown if a CSV index cannot be used as a whole. Faults of single rows are data of the index. */
export class CsvIndexError extends Error {
  override readonly name = "CsvIndexError";
  readonly code: CsvIndexCode;
  readonly path: string;

  constructor(code: CsvIndexCode, path: string, message: string, options?: ErrorOptions) {
    super(`${path} cannot be used as an index: ${message}`, options);
    this.code = code;
    this.path = path;
  }
}
