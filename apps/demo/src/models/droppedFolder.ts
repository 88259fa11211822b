import type { FolderFile, ModelSource } from "../protocol.ts";

/** Upper bound on the number of files: more than a run with all its images has. */
const maxFiles = 10_000;

/**
 * Read a folder dropped onto the page.
 *
 * @param items - Items of the drop event. They are valid only during the event, so call this function synchronously.
 * @throws RangeError unless exactly one folder is dropped, or if it has more than 10,000 files.
 */
export async function droppedFolder(items: DataTransferItemList): Promise<ModelSource> {
  const entry = items[0]?.webkitGetAsEntry();
  if (!entry?.isDirectory || items.length > 1) {
    throw new RangeError("Drop exactly one folder: the model folder, which contains model_index.json.");
  }
  const files: FolderFile[] = [];
  await collect(entry as FileSystemDirectoryEntry, "", files);
  return { kind: "folder", name: entry.name, files };
}

async function collect(folder: FileSystemDirectoryEntry, path: string, files: FolderFile[]): Promise<void> {
  const reader = folder.createReader();
  // `readEntries` returns at most 100 entries per call, and none at the end.
  for (let entries = await nextEntries(reader); entries.length > 0; entries = await nextEntries(reader)) {
    for (const entry of entries) {
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, `${path}${entry.name}/`, files);
      else files.push({ path: path + entry.name, file: await fileOf(entry as FileSystemFileEntry) });
    }
    if (files.length > maxFiles) {
      throw new RangeError(`The folder contains more than ${maxFiles} files. Drop the model folder itself.`);
    }
  }
}

const nextEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
