import type { UnreadableImage } from "../formats/unreadableImageError.ts";
import { withTypesOf } from "../ranges/rangeWarning.ts";
import type { ImageFolder } from "./imageFolder.ts";

/**
 * Remove files that turned out to be unreadable after the scan, which decodes only a sample of a large set. They are added to `unreadable`.
 *
 * @param unreadable - Files by their absolute paths.
 */
export function withoutUnreadable(folder: ImageFolder, unreadable: readonly UnreadableImage[]): ImageFolder {
  if (unreadable.length === 0) return folder;
  const removed = new Set(unreadable.map(({ path }) => path));
  const files = folder.files.filter(({ path }) => !removed.has(path));
  return {
    ...folder,
    files,
    rangeWarnings: withTypesOf(files, folder.rangeWarnings),
    unreadable: [...folder.unreadable, ...unreadable].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
