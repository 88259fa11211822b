import type { UnreadableImage } from "@cellgen/data/node";
import type { InputFile } from "../images/readInputs.ts";
import { plural } from "../terminal/describe.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";

/** How images had to be changed for a model, a line for each kind of change. */
export function imageNotes(
  images: readonly { readonly file: Pick<InputFile, "name">; readonly notes: readonly string[] }[],
): string[] {
  const byNote = new Map<string, string[]>();
  for (const { file, notes } of images) {
    for (const note of notes) byNote.set(note, [...(byNote.get(note) ?? []), file.name]);
  }
  return [...byNote].map(([note, names]) =>
    names.length === 1 ? `${names[0]} is ${note}.` : `${plural(names.length, "image")} are ${note}.`,
  );
}

/** The files of a folder that cannot be read, a line each for the first few. */
export function leftOut(unreadable: readonly UnreadableImage[]): string[] {
  const lines = unreadable.slice(0, 5).map((file) => `Left out: ${unreadableLine(file)}`);
  return unreadable.length <= 5
    ? lines
    : [...lines, `${plural(unreadable.length - 5, "other file")} left out that cannot be read.`];
}
