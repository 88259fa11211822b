import { type CachedIndex, readIndexCache, writeIndexCache } from "../../fileIndex/indexCache.ts";
import type { IndexedFile } from "../../fileIndex/indexedFile.ts";
import { indexFiles } from "../../fileIndex/indexFiles.ts";
import type { ScanOptions } from "./scanOptions.ts";

/** The index of folders with more files is kept for the next time. */
const MIN_KEPT_FILES = 5000;

/** Metadata of the files of a folder. */
export interface FolderIndex {
  readonly files: readonly IndexedFile[];
  /** Return the result of an earlier measurement of some of the files, by its key; undefined if there is none, or a file changed. */
  measured(key: string, names: Iterable<string>): unknown;
  /** Keep the index, with a measurement, for the next time. Nothing is written if it is kept already. */
  keep(key: string, measured: unknown): Promise<void>;
}

/**
 * Read the metadata of the files of a folder. That of many files is kept for the next time, so that only files of another size or time are
 * opened again.
 *
 * @throws The signal's reason if it is aborted.
 */
export async function folderIndex(
  root: string,
  names: readonly string[],
  { onProgress, signal }: Pick<ScanOptions, "onProgress" | "signal">,
  limitInputPixels: number,
): Promise<FolderIndex> {
  const isLarge = names.length > MIN_KEPT_FILES;
  const cached: CachedIndex | undefined = isLarge ? await readIndexCache(root) : undefined;
  const known = cached && byName(cached.files);
  const files = await indexFiles(root, names, {
    limitInputPixels,
    known,
    signal,
    ...(isLarge && onProgress ? { onProgress: (done) => onProgress({ done, total: names.length }) } : {}),
  });
  const isSame = cached?.files.length === files.length && files.every((file, i) => cached.files[i] === file);
  const now = isSame ? undefined : byName(files);
  return {
    files,
    measured(key, names) {
      const isUnchanged = !now || [...names].every((name) => known?.(name) === now(name));
      return isUnchanged ? cached?.measured[key] : undefined;
    },
    async keep(key, measured) {
      const earlier = isSame ? cached?.measured : {};
      if (!isLarge || earlier?.[key] !== undefined) return;
      await writeIndexCache(root, { files, measured: { ...earlier, [key]: measured } });
    },
  };
}

/** Return a function that finds a file by its name: at once if the names are asked for in the order of the files. */
function byName(files: readonly IndexedFile[]): (name: string) => IndexedFile | undefined {
  let next = 0;
  let all: ReadonlyMap<string, IndexedFile> | undefined;
  return (name) => {
    if (files[next]?.name === name) return files[next++];
    all ??= new Map(files.map((file) => [file.name, file]));
    return all.get(name);
  };
}
