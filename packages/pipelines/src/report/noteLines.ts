import { plural } from "@cellgen/data/text";

/** An image, and notes on it that complete the sentence "cell.png is …". */
export interface NotedImage {
  readonly name: string;
  readonly notes: readonly string[];
}

/** Return a line for each note, with the name of the first image that it applies to and the number of other images. */
export function noteLines(images: readonly NotedImage[]): string[] {
  const byNote = new Map<string, string[]>();
  for (const { name, notes } of images) {
    for (const note of notes) byNote.set(note, [...(byNote.get(note) ?? []), name]);
  }
  return [...byNote].map(([note, [first, ...others]]) =>
    others.length === 0
      ? `${first} is ${note}.`
      : `${first} and ${plural(others.length, "other image")} are ${note}.`,
  );
}
