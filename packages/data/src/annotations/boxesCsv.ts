import { csvRows } from "../formats/csvRows.ts";
import { AnnotationError, type CropBox, checkBoxes, type FieldBoxes } from "./cropBox.ts";

const CALLER = "parseBoxesCsv";

/** Accepted names of each column; the first that is present counts. */
const columns = {
  file: ["source_image", "field", "image", "filename", "file_name", "file", "path"],
  label: ["label", "class", "name"],
  left: ["left", "xmin", "x_min", "x1", "x"],
  top: ["top", "ymin", "y_min", "y1", "y"],
  right: ["right", "xmax", "x_max", "x2"],
  bottom: ["bottom", "ymax", "y_max", "y2"],
  width: ["width", "w", "side"],
  height: ["height", "h", "side"],
  instance: ["instance"],
} as const;

type Column = keyof typeof columns;

/**
 * Parse boxes from CSV: one row a box, with the field's file name (`source_image`, `field`, `image`, `filename` or `file`), the left upper
 * corner (`left, top`, `xmin, ymin` or `x, y`) and the size (`width, height` or `side`) or the other corner (`xmax, ymax`); optionally
 * `label` or `class`, and `instance`. Coordinates count from 0, and `xmax` and `ymax` lie outside of the box: its width is `xmax - xmin`.
 *
 * @returns The fields in the order of their first rows, each with its boxes, and those that are invalid, empty or duplicates.
 * @throws AnnotationError if the text is not CSV or a column is missing.
 */
export function parseBoxesCsv(text: string): FieldBoxes[] {
  const [header = [], ...rows] = rowsOf(text);
  const names = header.map((name) => name.toLowerCase());
  const at = (column: Column): number =>
    names.indexOf(columns[column].find((name) => names.includes(name)) ?? "");
  const places = new Map((Object.keys(columns) as Column[]).map((column) => [column, at(column)]));
  const has = (column: Column): boolean => places.get(column)! >= 0;
  const hasSize = has("width") && has("height");
  if (!(has("file") && has("left") && has("top") && (hasSize || (has("right") && has("bottom"))))) {
    throw new AnnotationError(
      CALLER,
      `its columns are ${header.join(", ") || "missing"}`,
      "Name the columns image, left, top, width, height, and label if the boxes have classes.",
    );
  }
  const boxes = new Map<string, CropBox[]>();
  for (const row of rows) {
    const cell = (column: Column): string => row[places.get(column)!] ?? "";
    const number = (column: Column): number => (cell(column) === "" ? Number.NaN : Number(cell(column)));
    const [left, top] = [number("left"), number("top")];
    const file = cell("file");
    const ofFile = boxes.get(file) ?? [];
    boxes.set(file, ofFile);
    ofFile.push({
      left,
      top,
      width: hasSize ? number("width") : number("right") - left,
      height: hasSize ? number("height") : number("bottom") - top,
      ...(cell("label") === "" ? {} : { label: cell("label") }),
      ...(cell("instance") === "" ? {} : { instance: number("instance") }),
    });
  }
  return [...boxes].map(([file, ofFile]) => ({ file, ...checkBoxes(ofFile) }));
}

function rowsOf(text: string): string[][] {
  try {
    return csvRows(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnnotationError(CALLER, `not CSV (${reason})`, "Correct the file.", { cause });
  }
}
