import { readdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";

/** The files that a command writes: folders below its root ("" is the root itself), and their names with the folder's before it. */
export interface OwnFiles {
  readonly folders: readonly string[];
  readonly pattern: RegExp;
}

/** The files that are there, by their names below the root. Files of other names are not the command's. */
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

/** Removes a command's files, and the folders below the root that this empties; other files stay. */
export async function removeOwnFiles(root: string, files: OwnFiles): Promise<void> {
  await removeFiles(root, await listOwnFiles(root, files));
}

/** Removes files by their names below a root, and the folders below it that this empties. */
export async function removeFiles(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(path.join(root, name), { force: true });
  // The deepest first; one that still holds something refuses to go.
  const deepestFirst = foldersOf(names).sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst) await rmdir(path.join(root, folder)).catch(() => {});
}

function foldersOf(names: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const name of names) {
    for (let folder = path.posix.dirname(name); folder !== "."; folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  return [...folders];
}

/**
 * Refuses a folder for results that holds anything else than results of the same kind: they would be lost among other files.
 *
 * Names that begin with a dot do not count.
 *
 * @param isOwn - Told a file's name below the root, with "/" between names.
 * @param contents - What the command's own files are, such as "samples".
 * @throws UsageError naming the first file that is not the command's own.
 */
export async function refuseOtherFiles(
  root: string,
  isOwn: (name: string) => boolean,
  contents: string,
): Promise<void> {
  const other = await firstOther(root, "", isOwn);
  if (other === undefined) return;
  throw new UsageError(
    `--out ${shownPath(root)} holds other files than ${contents} (${other}). Choose an empty or a new folder.`,
  );
}

async function firstOther(
  root: string,
  below: string,
  isOwn: (name: string) => boolean,
): Promise<string | undefined> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (!entry.isDirectory()) {
      if (!isOwn(name)) return name;
    } else {
      const other = await firstOther(root, name, isOwn);
      if (other !== undefined) return other;
    }
  }
  return undefined;
}

/** Whether a name below the root is of the pattern, in one of the folders. */
export function isOwnFile({ folders, pattern }: OwnFiles, name: string): boolean {
  const folder = path.posix.dirname(name);
  return folders.includes(folder === "." ? "" : folder) && pattern.test(name);
}
