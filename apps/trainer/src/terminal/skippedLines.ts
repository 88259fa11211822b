import type { UnreadableImage } from "@cellgen/data/node";
import { plural } from "./describe.ts";
import { unreadableLine } from "./unreadableLine.ts";

/** Reasons to skip files, or images that do not fit, that are listed. */
const MAX_LINES = 5;

/** What is skipped of a folder: a line for each reason why files cannot be read, and for each image that does not fit; of many, for the first. */
export function skippedLines(unreadable: readonly UnreadableImage[], unfit: readonly Error[] = []): string[] {
  const byReason = new Map<string, UnreadableImage[]>();
  for (const file of unreadable) byReason.set(file.reason, [...(byReason.get(file.reason) ?? []), file]);
  const listed = [...byReason.values()].slice(0, MAX_LINES);
  const unlisted = unreadable.length - listed.flat().length;
  const more = unfit.length - MAX_LINES;
  return [
    ...listed.map(([first, ...others]) => `Skipped: ${unreadableLine(first!, others)}`),
    ...(unlisted > 0 ? [`${plural(unlisted, "other unreadable file")} skipped.`] : []),
    ...unfit.slice(0, MAX_LINES).map(({ message }) => `Skipped: ${message}`),
    ...(more > 0 ? [`${plural(more, "other image")} skipped because they do not fit the model.`] : []),
  ];
}
