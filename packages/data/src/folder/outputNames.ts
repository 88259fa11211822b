import path from "node:path";
import type { InputImage } from "./readInputs.ts";

/**
 * Distinct names without extension for the results of files: `cell.png` gives `cell`. Files that differ in the extension only keep it;
 * where a name would still be used twice, letter case ignored, all files keep theirs.
 */
export function outputNames(files: readonly Pick<InputImage, "name">[]): string[] {
  const stem = (name: string): string => name.slice(0, name.length - path.extname(name).length);
  const uses = new Map<string, number>();
  for (const { name } of files) {
    const key = stem(name).toLowerCase();
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const names = files.map(({ name }) => (uses.get(stem(name).toLowerCase()) === 1 ? stem(name) : name));
  const areDistinct = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  return areDistinct ? names : files.map(({ name }) => name);
}
