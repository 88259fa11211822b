import { nameHash } from "../text/nameHash.ts";

/** Maximum number of files from which the range of a set is measured. */
const MAX_MEASURED_FILES = 2000;

/** Return a deterministic sample of file names: all, or those with the smallest hashes. Independent of the order of the names. */
export function sampledNames(
  names: readonly string[],
  count: number = MAX_MEASURED_FILES,
): ReadonlySet<string> {
  if (names.length <= count) return new Set(names);
  const hashes = Uint32Array.from(names, nameHash);
  // Sorting numbers takes a small part of the time of sorting objects.
  const largest = hashes.toSorted()[count - 1]!;
  const hashed: { readonly name: string; readonly hash: number }[] = [];
  for (let i = 0; i < names.length; i++) {
    if (hashes[i]! <= largest) hashed.push({ name: names[i]!, hash: hashes[i]! });
  }
  hashed.sort((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1));
  return new Set(hashed.slice(0, count).map(({ name }) => name));
}
