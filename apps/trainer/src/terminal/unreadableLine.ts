import type { UnreadableImage } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { printable, shownPath } from "./shownPath.ts";

/** Maximum number of files to name in a line. */
export const MAX_NAMED_FILES = 5;

/**
 * Describe an unreadable image file, with the reason and the remedy.
 *
 * @param others - Other files that cannot be read for the same reason.
 */
export function unreadableLine(
  { path, reason, remedy }: UnreadableImage,
  others: readonly UnreadableImage[] = [],
): string {
  const paths = [path, ...others.map((other) => other.path)];
  const names = paths.slice(0, MAX_NAMED_FILES).map((file) => printable(shownPath(file)));
  const more = paths.length > MAX_NAMED_FILES ? ` and ${count(paths.length - MAX_NAMED_FILES)} more` : "";
  return `${names.join(", ")}${more} cannot be read: ${reason}. ${remedy}`;
}
