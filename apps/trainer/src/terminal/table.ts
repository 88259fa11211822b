/**
 * Lines of columns, padded to the same width; a column whose name starts with ">" is aligned to the right.
 *
 * @param width - Of the terminal: the last column goes on in further lines where it would be wider. Without it lines are as long as they are.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const right = header.map((name) => name.startsWith(">"));
  const lines = [header.map((name) => name.replace(/^>/, "")), ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
  const last = Math.max(width - before, narrowest);
  return lines.flatMap((line) =>
    wrapped(line[header.length - 1] ?? "", last).map((part, place) => {
      const cells = place === 0 ? [...line.slice(0, header.length - 1), part] : [];
      cells[header.length - 1] = part;
      return widths
        .map((each, column) => {
          const cell = cells[column] ?? "";
          return right[column] ? cell.padStart(each) : cell.padEnd(each);
        })
        .join("  ")
        .trimEnd();
    }),
  );
}

/** A column is not made narrower than this, however narrow the terminal. */
const narrowest = 30;

/** A text in lines that are no longer than a width, unless a word is. */
function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
