import Table from "cli-table3";

/** Minimum width of the last column, even on a narrow terminal. */
const MIN_LAST_COLUMN_WIDTH = 30;

/** No borders, two spaces between columns. */
const chars = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", left: "", "left-mid": "", mid: "" },
  ...{ "mid-mid": "", right: "", "right-mid": "", middle: "  " },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
};

/**
 * Format a table as lines with columns of equal width. A column whose name starts with ">" is aligned to the right.
 *
 * @param width - Width of the terminal, at which the last column wraps. @default no wrapping
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const cells = [header.map((name) => name.replace(/^>/, "")), ...rows];
  const widths = header.map((_, column) => Math.max(1, ...cells.map((row) => row[column]?.length ?? 0)));
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
  const last = widths.length - 1;
  // A word wider than its column would be truncated.
  const words = cells.flatMap((row) => (row[last] ?? "").split(" ")).map((word) => word.length);
  widths[last] = Math.min(widths[last]!, Math.max(width - before, MIN_LAST_COLUMN_WIDTH, ...words));
  const grid = new Table({
    chars,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    colWidths: widths,
    colAligns: header.map((name) => (name.startsWith(">") ? "right" : "left")),
    wordWrap: true,
  });
  grid.push(...cells.map((row) => header.map((_, column) => row[column] ?? "")));
  return grid
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}
