import type { UnreadableImage } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { shownPath } from "./shownPath.ts";

/** Maximum number of files to name in a line. */
const MAX_NAMED_FILES = 5;

/**
 * Describe an unreadable image file in one line, with the reason and the remedy.
 *
 * @param others - Other files that cannot be read for the same reason.
 */
export function unreadableLine(
  { path, reason, remedy }: UnreadableImage,
  others: readonly UnreadableImage[] = [],
): string {
  const paths = [path, ...others.map((other) => other.path)];
  // File names may contain line breaks and control characters.
  const names = paths.slice(0, MAX_NAMED_FILES).map((file) => shownPath(file).replace(/\p{Cc}/gu, "?"));
  const more = paths.length > MAX_NAMED_FILES ? ` and ${count(paths.length - MAX_NAMED_FILES)} more` : "";
  return `${names.join(", ")}${more} cannot be read: ${reason}. ${remedy}`;
}
