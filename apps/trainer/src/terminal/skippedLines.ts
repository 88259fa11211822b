import type { UnreadableImage } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import { groupByReason } from "./groupByReason.ts";
import { unreadableLine } from "./unreadableLine.ts";

/** Maximum number of reasons and of unfit images to list. */
const MAX_LINES = 5;

/**
 * Describe the skipped files of a folder: one line per reason for unreadable files and per image that does not fit, up to a maximum.
 */
export function skippedLines(unreadable: readonly UnreadableImage[], unfit: readonly Error[] = []): string[] {
  const listed = groupByReason(unreadable).slice(0, MAX_LINES);
  const unlisted = unreadable.length - listed.flat().length;
  const more = unfit.length - MAX_LINES;
  return [
    ...listed.map(([first, ...others]) => `Skipped: ${unreadableLine(first, others)}`),
    ...(unlisted > 0 ? [`${plural(unlisted, "other unreadable file")} skipped.`] : []),
    ...unfit.slice(0, MAX_LINES).map(({ message }) => `Skipped: ${message}`),
    ...(more > 0 ? [`${plural(more, "other image")} skipped: not suitable for the model.`] : []),
  ];
}
