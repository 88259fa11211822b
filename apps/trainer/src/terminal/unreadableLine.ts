import type { UnreadableImage } from "@cellgen/data/node";
import { shownPath } from "./describe.ts";

/** Which image file cannot be read, why, and what to do about it, in one line. */
export function unreadableLine({ path, reason, remedy }: UnreadableImage): string {
  // A file's name may hold line breaks and worse.
  return `${shownPath(path).replace(/\p{Cc}/gu, "?")} cannot be read: ${reason}. ${remedy}`;
}
