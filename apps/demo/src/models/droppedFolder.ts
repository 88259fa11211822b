import type { FolderFile, ModelSource } from "../protocol.ts";

/** More than a run with all its pictures has. */
const maxFiles = 10_000;

/**
 * A folder that was dropped onto the page.
 *
 * @param items - Of the drop's event. They are gone when the event is over, so this must be called at once.
 * @throws RangeError if it is no folder, or one with too many files to be a model's.
 */
export async function droppedFolder(items: DataTransferItemList): Promise<ModelSource> {
  const entry = items[0]?.webkitGetAsEntry();
  if (!entry?.isDirectory || items.length > 1) {
    throw new RangeError(
      "What is dropped must be one folder, the model's. Drop the folder that holds model_index.json.",
    );
  }
  const files: FolderFile[] = [];
  await collect(entry as FileSystemDirectoryEntry, "", files);
  return { kind: "folder", name: entry.name, files };
}

async function collect(folder: FileSystemDirectoryEntry, path: string, files: FolderFile[]): Promise<void> {
  const reader = folder.createReader();
  // A reader gives a hundred entries at a time, and none at the end.
  for (let entries = await nextEntries(reader); entries.length > 0; entries = await nextEntries(reader)) {
    for (const entry of entries) {
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, `${path}${entry.name}/`, files);
      else files.push({ path: path + entry.name, file: await fileOf(entry as FileSystemFileEntry) });
    }
    if (files.length > maxFiles) {
      throw new RangeError(`The folder holds more than ${maxFiles} files. Drop the model's own folder.`);
    }
  }
}

const nextEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
