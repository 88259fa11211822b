import type { FolderSummary } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { printable } from "./shownPath.ts";

/** Describe the notes about files: one line for each note, with the first file. */
export function noteLines(notes: FolderSummary["notes"]): string[] {
  return notes.map(
    ({ note, count: files, first }) =>
      `${printable(first)}${files > 1 ? ` and ${count(files - 1)} more` : ""}: ${note}`,
  );
}
