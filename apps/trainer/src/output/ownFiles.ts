import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const recordSchema = z.object({ files: z.array(z.string()) });

/** The files that a result's record lists, the record among them; none if there is no record that can be read. */
export async function filesOfRecord(file: string): Promise<string[]> {
  try {
    const { files } = recordSchema.parse(JSON.parse(await readFile(file, "utf8")));
    // A record may have been edited: names outside of its folder are ignored.
    const inside = files.filter((name) => !path.isAbsolute(name) && !name.split(/[\\/]/).includes(".."));
    return [...new Set([...inside, path.basename(file)])];
  } catch {
    return [];
  }
}

/** The names of the files below a folder, with "/" between names. Names that begin with a dot are skipped; a folder that is missing has none. */
export async function* filesBelow(root: string, below = ""): AsyncGenerator<string> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, name);
    else yield name;
  }
}

/** Removes files by their names below a root, and the folders below it that this empties. */
export async function removeFiles(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(path.join(root, name), { force: true });
  const folders = new Set<string>();
  for (const name of names) {
    for (let folder = path.posix.dirname(name); folder !== "."; folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  // The deepest first; rmdir fails on non-empty folders.
  const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst) await rmdir(path.join(root, folder)).catch(() => {});
}
