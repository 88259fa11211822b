import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const recordSchema = z.object({ files: z.array(z.string()) });

/** Return the files listed in a record, including the record; none if there is no readable record. */
export async function filesOfRecord(file: string): Promise<string[]> {
  try {
    const { files } = recordSchema.parse(JSON.parse(await readFile(file, "utf8")));
    // Ignore names outside of the folder: the record may have been edited.
    const inside = files.filter((name) => !path.isAbsolute(name) && !name.split(/[\\/]/).includes(".."));
    return [...new Set([...inside, path.basename(file)])];
  } catch {
    return [];
  }
}

/**
 * List the files below a folder, by relative names separated by "/". Hidden files and folders are skipped; a missing folder has no files. A
 * folder in Zarr format counts as one file.
 */
export async function* filesBelow(root: string, below = ""): AsyncGenerator<string> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory() && !isZarr(name)) yield* filesBelow(root, name);
    else yield name;
  }
}

/** Remove files by their names relative to a root, and the folders that become empty. */
export async function removeFiles(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(path.join(root, name), { force: true, recursive: isZarr(name) });
  const folders = new Set<string>();
  for (const name of names) {
    for (let folder = path.posix.dirname(name); folder !== "."; folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  // Deepest first; rmdir fails on non-empty folders.
  const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst) await rmdir(path.join(root, folder)).catch(() => {});
}

function isZarr(name: string): boolean {
  return name.endsWith(".zarr");
}
