import path from "node:path";
import type { InputFile } from "./readInputs.ts";

/**
 * Names for what is made of each file, without extension: the file's own, or with its extension where two differ in that alone. All have
 * theirs where one would still be named as another.
 */
export function outputNames(files: readonly Pick<InputFile, "name">[]): string[] {
  const stem = (name: string): string => name.slice(0, name.length - path.extname(name).length);
  const uses = new Map<string, number>();
  for (const { name } of files) {
    const key = stem(name).toLowerCase();
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const names = files.map(({ name }) => (uses.get(stem(name).toLowerCase()) === 1 ? stem(name) : name));
  const areApart = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  return areApart ? names : files.map(({ name }) => name);
}
