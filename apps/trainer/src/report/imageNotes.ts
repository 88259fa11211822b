import type { UnreadableImage } from "@cellgen/data/node";
import type { InputFile } from "../input/readInputs.ts";
import { plural } from "../terminal/describe.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";

/** How images had to be changed for a model, a line for each kind of change with the first image's name. */
export function imageNotes(
  images: readonly { readonly file: Pick<InputFile, "name">; readonly notes: readonly string[] }[],
): string[] {
  const byNote = new Map<string, string[]>();
  for (const { file, notes } of images) {
    for (const note of notes) byNote.set(note, [...(byNote.get(note) ?? []), file.name]);
  }
  return [...byNote].map(([note, [first, ...others]]) =>
    others.length === 0
      ? `${first} is ${note}.`
      : `${first} and ${plural(others.length, "other image")} are ${note}.`,
  );
}

/** Reasons to leave files out, or images that do not fit, that are told one by one. */
const TOLD = 5;

/** What is left out of a folder: a line for each reason why files cannot be read, and for each image that does not fit; of many, for the first. */
export function leftOut(unreadable: readonly UnreadableImage[], unfit: readonly Error[] = []): string[] {
  const byReason = new Map<string, UnreadableImage[]>();
  for (const file of unreadable) byReason.set(file.reason, [...(byReason.get(file.reason) ?? []), file]);
  const told = [...byReason.values()].slice(0, TOLD);
  const untold = unreadable.length - told.flat().length;
  return [
    ...told.map(([first, ...others]) => `Left out: ${unreadableLine(first!, others)}`),
    ...(untold > 0 ? [`${plural(untold, "other file")} left out that cannot be read.`] : []),
    ...unfit.slice(0, TOLD).map(({ message }) => `Left out: ${message}`),
    ...(unfit.length > TOLD
      ? [`${plural(unfit.length - TOLD, "other image")} left out that do not fit.`]
      : []),
  ];
}
