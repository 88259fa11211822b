import { stat } from "node:fs/promises";
import path from "node:path";
import { listImageFiles } from "../folder/scan/listImageFiles.ts";
import { systemFault } from "../formats/imageFaults.ts";
import { type UnreadableImage, UnreadableImageError } from "../formats/unreadableImageError.ts";

/** Image file to crop. */
export interface FieldFile {
  /** Absolute path. */
  readonly path: string;
  /** Path relative to the folder, with "/" as separator on every system. */
  readonly name: string;
}

/** Image files of a folder. None of them was opened. */
export interface FieldFiles {
  /** Sorted by name. */
  readonly files: readonly FieldFile[];
  /** Subfolders that cannot be read, and images of unsupported formats. */
  readonly unreadable: readonly UnreadableImage[];
}

/**
 * List an image file, or the image files of a folder and its subfolders, without opening them.
 *
 * @throws UnreadableImageError if there is no such file or folder; ImageFolderError if the folder cannot be read; the signal's reason if it is
 * aborted.
 */
export async function listFields(place: string, signal?: AbortSignal): Promise<FieldFiles> {
  const root = path.resolve(place);
  await stat(root).catch((error: unknown) => {
    throw new UnreadableImageError(root, systemFault(error), { cause: error });
  });
  const { root: folder, names, unreadable } = await listImageFiles(root, { anyFile: true, signal });
  return { files: names.map((name) => ({ path: path.join(folder, name), name })), unreadable };
}

/** Return a function that finds the file of a folder with the name of another, without extension, such as a field's mask. */
export function matchByName(files: readonly FieldFile[]): (name: string) => FieldFile | undefined {
  const keyOf = (name: string): string => name.normalize("NFC").replace(/(\.ome)?\.[^./]+$/i, "");
  const byName = new Map(files.map((file) => [keyOf(file.name), file]));
  return (name) => byName.get(keyOf(name));
}
