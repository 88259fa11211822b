import { readdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";

/** The files that a command writes: folders below its root ("" is the root itself), and their names with the folder's before it. */
export interface OwnFiles {
  readonly folders: readonly string[];
  readonly pattern: RegExp;
}

/** Those that are there, by their names below the root. Files of other names are not the command's. */
export async function listOwnFiles(root: string, { folders, pattern }: OwnFiles): Promise<string[]> {
  const names: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory() && pattern.test(name)) names.push(name);
    }
  }
  return names;
}

/** Removes them, and the folders below the root that this empties; what else lies there stays. */
export async function removeOwnFiles(root: string, files: OwnFiles): Promise<void> {
  for (const name of await listOwnFiles(root, files)) await rm(path.join(root, name), { force: true });
  // The deepest first; one that still holds something refuses to go.
  const deepestFirst = files.folders.filter(Boolean).sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst) await rmdir(path.join(root, folder)).catch(() => {});
}
