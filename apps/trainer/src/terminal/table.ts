/** Lines of columns, padded to the same width; a column whose name starts with ">" is aligned to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const right = header.map((name) => name.startsWith(">"));
  const lines = [header.map((name) => name.replace(/^>/, "")), ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines.map((line) =>
    widths
      .map((width, column) => {
        const cell = line[column] ?? "";
        return right[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
