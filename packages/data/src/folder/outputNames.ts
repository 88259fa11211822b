import path from "node:path";
import { canonicalName } from "../images/indexOfName.ts";

/**
 * Return distinct output names without extension: `cell.png` becomes `cell`. Files that differ only in the extension keep it.
 * If names would still collide (ignoring case and the form of accents), all files keep their extension.
 */
export function outputNames(files: readonly { readonly name: string }[]): string[] {
  const stem = (name: string): string => name.slice(0, name.length - path.extname(name).length);
  const key = (name: string): string => canonicalName(name).toLowerCase();
  const uses = new Map<string, number>();
  for (const { name } of files) {
    const used = key(stem(name));
    uses.set(used, (uses.get(used) ?? 0) + 1);
  }
  const names = files.map(({ name }) => (uses.get(key(stem(name))) === 1 ? stem(name) : name));
  const areDistinct = new Set(names.map(key)).size === names.length;
  return areDistinct ? names : files.map(({ name }) => name);
}
