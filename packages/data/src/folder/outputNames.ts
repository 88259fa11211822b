import path from "node:path";
import type { InputImage } from "./readInputs.ts";

/**
 * Return distinct output names without extension: `cell.png` becomes `cell`. Files that differ only in the extension keep it.
 * If names would still collide (ignoring case), all files keep their extension.
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
