import type { UnreadableImage } from "@cellgen/data/node";
import { count, shownPath } from "./describe.ts";

/** Files that are named in a line, at most. */
const MAX_NAMED_FILES = 5;

/**
 * Which image file cannot be read, why, and what to do about it, in one line.
 *
 * @param others - Files that cannot be read for the same reason.
 */
export function unreadableLine(
  { path, reason, remedy }: UnreadableImage,
  others: readonly UnreadableImage[] = [],
): string {
  const paths = [path, ...others.map((other) => other.path)];
  // A file's name may hold line breaks and worse.
  const names = paths.slice(0, MAX_NAMED_FILES).map((file) => shownPath(file).replace(/\p{Cc}/gu, "?"));
  const more = paths.length > MAX_NAMED_FILES ? ` and ${count(paths.length - MAX_NAMED_FILES)} more` : "";
  return `${names.join(", ")}${more} cannot be read: ${reason}. ${remedy}`;
}
