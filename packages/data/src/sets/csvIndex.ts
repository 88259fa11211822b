import path from "node:path";
import type { PixelWindow } from "@cellgen/filters";
import { type CsvColumns, csvColumns, FILE_COLUMNS } from "./csvColumns.ts";
import { CsvIndexError } from "./csvIndexError.ts";
import { type CsvTable, readCsvTable } from "./csvTable.ts";

/** Row of an index: an image, a plane of it, or a box in it. */
export interface CsvIndexRow {
  /** Line of the CSV file, from 1. */
  readonly line: number;
  /** File relative to the folder of the CSV file, with "/" as separator, in Unicode's composed form. */
  readonly file: string;
  readonly label?: string;
  /** In pixels. */
  readonly box?: PixelWindow;
  readonly split?: string;
  readonly group?: string;
  readonly z?: number;
  readonly time?: number;
  /** Index or name. */
  readonly channel?: string;
  /** Cells of all columns. */
  readonly cells: readonly string[];
}

/** Fault of a row. The row is not part of the index, except for `"repeated"`, whose first row is. */
export interface CsvIndexFault {
  readonly line: number;
  readonly kind: "no-file" | "cells" | "box" | "position" | "repeated";
  /** Sentence for a message. */
  readonly reason: string;
}

/** Content of a CSV index. Plain data. */
export interface CsvIndex {
  /** Absolute path of the CSV file. */
  readonly path: string;
  readonly columns: readonly string[];
  /** Name of the column of each meaning that was found. */
  readonly columnOf: Readonly<
    Partial<Record<"file" | "label" | "split" | "group" | "z" | "time" | "channel", string>>
  >;
  readonly rows: readonly CsvIndexRow[];
  /** Columns without another meaning whose cells are all numbers: a value for each row, NaN if the cell is empty. */
  readonly numericColumns: ReadonlyMap<string, Float64Array>;
  readonly faults: readonly CsvIndexFault[];
}

/**
 * Read an index of images: a CSV file with one row an image, or a row for each box, plane or channel of it.
 *
 * The columns are found by name, in any case and order: `path` or `file`; `label` or `class`; `split`; `group`, `slide`, `patient`,
 * `field` or `source_image`; `z`, `time`, `channel`; and a box as `x, y, width, height` or `left, top, right, bottom` (right and bottom
 * are the first pixels outside). Cells are separated by commas, semicolons or tabs. Commas in numbers are decimal points unless they
 * separate cells. Files are not opened.
 *
 * @returns Rows in the order of the file. Rows with faults are listed, not thrown.
 * @throws CsvIndexError with a `code` if the file cannot be read, has no rows or no column of files, or has two columns of one name.
 */
export async function readCsvIndex(file: string): Promise<CsvIndex> {
  const absolute = path.resolve(file);
  const table = await readCsvTable(absolute);
  const repeated = table.columns.find((name, index) => name !== "" && table.columns.indexOf(name) !== index);
  if (repeated !== undefined) {
    const message = `it has two columns ${JSON.stringify(repeated)}. Rename one.`;
    throw new CsvIndexError("ERR_INDEX_REPEATED_COLUMN", absolute, message);
  }
  const columns = csvColumns(table.columns);
  if (!columns) {
    const message = `it has no column of files. Name it ${FILE_COLUMNS.slice(0, 3).join(", ")} or image.`;
    throw new CsvIndexError("ERR_INDEX_NO_FILE_COLUMN", absolute, message);
  }
  const { rows, faults } = rowsOf(table, columns, path.dirname(absolute));
  return {
    path: absolute,
    columns: table.columns,
    columnOf: columnNames(table, columns),
    rows,
    numericColumns: numericColumns(table, columns, rows),
    faults,
  };
}

function columnNames({ columns: names }: CsvTable, columns: CsvColumns): CsvIndex["columnOf"] {
  const roles = ["file", "label", "split", "group", "z", "time", "channel"] as const;
  return Object.fromEntries(
    roles.flatMap((role) => (columns[role] === undefined ? [] : [[role, names[columns[role]]!]])),
  );
}

/** Read the rows, without those that have faults or that repeat another row. */
function rowsOf(table: CsvTable, columns: CsvColumns, folder: string) {
  const rows: CsvIndexRow[] = [];
  const faults: CsvIndexFault[] = [];
  const firstLines = new Map<string, { line: number; label: string | undefined }>();
  for (const { line, cells } of table.rows) {
    const row = rowOf(table, columns, folder, line, cells);
    if ("kind" in row) {
      faults.push(row);
      continue;
    }
    const { file, box, z, time, channel, label } = row;
    const place = box ? [box.left, box.top, box.width, box.height] : [];
    const key = [file, z, time, channel, ...place].join("\0");
    const first = firstLines.get(key);
    if (first) {
      const conflict = first.label === label ? "" : `, with the label ${first.label ?? "(none)"}`;
      faults.push({ line, kind: "repeated", reason: `${file} is also in line ${first.line}${conflict}.` });
      continue;
    }
    firstLines.set(key, { line, label });
    rows.push(row);
  }
  return { rows, faults };
}

function rowOf(
  { columns: names, hasDecimalCommas }: CsvTable,
  columns: CsvColumns,
  folder: string,
  line: number,
  cells: readonly string[],
): CsvIndexRow | CsvIndexFault {
  const fault = (kind: CsvIndexFault["kind"], reason: string): CsvIndexFault => ({ line, kind, reason });
  if (cells.length > names.length) {
    return fault(
      "cells",
      `${cells.length} cells in ${names.length} columns. Quote cells that contain commas.`,
    );
  }
  const textOf = (column: number | undefined): string | undefined =>
    column === undefined || !cells[column] ? undefined : cells[column].normalize("NFC");
  const numberOf = (column: number): number => numberOfText(cells[column] ?? "", hasDecimalCommas);
  const file = textOf(columns.file);
  if (file === undefined) return fault("no-file", "the row names no file.");
  const texts: Record<string, string> = {};
  for (const role of ["label", "split", "group", "channel"] as const) {
    const text = textOf(columns[role]);
    if (text !== undefined) texts[role] = text;
  }
  const positions: Record<string, number> = {};
  for (const role of ["z", "time"] as const) {
    if (textOf(columns[role]) === undefined) continue;
    const position = numberOf(columns[role]!);
    if (!Number.isInteger(position) || position < 0) {
      return fault("position", `${role} must be an integer from 0, got ${textOf(columns[role])}.`);
    }
    positions[role] = position;
  }
  const boxCells = columns.box?.columns.map((column) => textOf(column));
  const hasBox = boxCells?.some((cell) => cell !== undefined) ?? false;
  const box = hasBox ? boxOf(columns.box!, numberOf) : undefined;
  if (hasBox && !box) {
    return fault("box", `the box must be four numbers with a positive size, got ${boxCells!.join(", ")}.`);
  }
  return { line, file: relativeName(file, folder), ...texts, ...positions, ...(box && { box }), cells };
}

function boxOf(
  { columns, hasCorners }: NonNullable<CsvColumns["box"]>,
  numberOf: (column: number) => number,
): PixelWindow | undefined {
  const [left, top, c, d] = columns.map(numberOf) as [number, number, number, number];
  const box = { left, top, width: hasCorners ? c - left : c, height: hasCorners ? d - top : d };
  return Object.values(box).every(Number.isFinite) && box.width > 0 && box.height > 0 ? box : undefined;
}

/** Return a name relative to the folder; names outside the folder keep their "..". */
function relativeName(file: string, folder: string): string {
  // Most names need no change; resolving 300,000 of them takes seconds.
  if (/^[^/.\\:][^\\:]*$/.test(file) && !/\/[/.]/.test(file)) return file;
  const absolute = path.resolve(folder, path.sep === "/" ? file.replaceAll("\\", "/") : file);
  return path.relative(folder.normalize("NFC"), absolute.normalize("NFC")).split(path.sep).join("/");
}

function numericColumns(
  { columns: names, hasDecimalCommas }: CsvTable,
  columns: CsvColumns,
  rows: readonly CsvIndexRow[],
): Map<string, Float64Array> {
  const { box, ...roles } = columns;
  const taken = new Set([...Object.values(roles), ...(box?.columns ?? [])]);
  const numeric = new Map<string, Float64Array>();
  for (const [column, name] of names.entries()) {
    if (name === "" || taken.has(column)) continue;
    const values = new Float64Array(rows.length).fill(Number.NaN);
    const isNumeric = rows.every(({ cells }, index) => {
      const text = cells[column] ?? "";
      if (text === "" || /^(nan|na|n\/a)$/i.test(text)) return true;
      values[index] = numberOfText(text, hasDecimalCommas);
      return Number.isFinite(values[index]);
    });
    if (isNumeric && values.some(Number.isFinite)) numeric.set(name, values);
  }
  return numeric;
}

/** Parse a decimal number. @returns NaN if the text is none. */
function numberOfText(text: string, hasDecimalCommas: boolean): number {
  const plain = hasDecimalCommas ? text.replace(",", ".") : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}
