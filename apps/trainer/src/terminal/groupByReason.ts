import type { UnreadableImage } from "@cellgen/data/node";

/** Group unreadable files that have the same reason, in the order of the first file of each. */
export function groupByReason(
  unreadable: readonly UnreadableImage[],
): readonly [UnreadableImage, ...UnreadableImage[]][] {
  const groups = new Map<string, [UnreadableImage, ...UnreadableImage[]]>();
  for (const file of unreadable) {
    const group = groups.get(file.reason);
    if (group) group.push(file);
    else groups.set(file.reason, [file]);
  }
  return [...groups.values()];
}
