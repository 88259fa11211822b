/** Markdown tables of ratios. */

/** A table with aligned source. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(cell)));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n");
}

/** "0.97 (0.94–1.01)": the median, minimum and maximum of the ratios of all rounds. */
export function ratioCell(ratio) {
  if (!ratio) return "";
  return `**${ratio.median.toFixed(2)}** (${ratio.least.toFixed(2)}–${ratio.greatest.toFixed(2)})`;
}

/** "391 ms" with three digits; seconds above ten thousand milliseconds. */
export function timeCell(milliseconds) {
  if (milliseconds === undefined) return "";
  return milliseconds < 1e4 ? `${digits(milliseconds)} ms` : `${digits(milliseconds / 1e3)} s`;
}

/** Three digits, without an exponent. */
export function digits(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
