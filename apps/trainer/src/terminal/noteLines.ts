import type { FolderSummary } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { printable } from "./shownPath.ts";

/** Maximum number of notes to list: each file of a set may have a different one. */
const MAX_LINES = 10;

/** Describe the notes about files: one line for each note, with the first file. Further notes are counted. */
export function noteLines(notes: FolderSummary["notes"]): string[] {
  const lines = notes
    .slice(0, MAX_LINES)
    .map(
      ({ note, count: files, first }) =>
        `${printable(first)}${files > 1 ? ` and ${count(files - 1)} more` : ""}: ${note}`,
    );
  const more = notes.length - lines.length;
  return more > 0
    ? [...lines, `${count(more)} further notes on files, such as: ${notes[MAX_LINES]!.note}`]
    : lines;
}
