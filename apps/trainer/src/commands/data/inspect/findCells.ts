import path from "node:path";
import { type CropBox, type ImageSize, planCrops } from "@cellgen/data";
import {
  type FieldFile,
  type ImageFile,
  type ImageFolder,
  listFields,
  matchByName,
  readAnnotations,
  UnreadableImageError,
} from "@cellgen/data/node";

/** Masks or boxes of the cells in the fields of a folder. */
export interface FoundCells {
  /** Folder of the fields, as the user would name it. */
  readonly input: string;
  /** Folder of instance masks, or folder of annotation files. */
  readonly by: { readonly masks: string } | { readonly boxes: string };
  /** Number of fields with a mask or with boxes, of all image files. */
  readonly fields: number;
  readonly files: number;
  /** Number of crops of each class that the boxes name; [] without classes. */
  readonly classes: readonly number[];
}

/**
 * Find the instance masks or the annotations of the images of a folder, by the rules of `cellgen data crop`.
 *
 * @param dir - The folder, as the user named it.
 */
export async function findCells(dir: string, folder: ImageFolder): Promise<FoundCells | undefined> {
  if (path.resolve(dir) !== folder.path) return undefined; // A single file.
  const files = [...new Map(folder.files.map((file) => [file.path, fieldOf(folder.path, file)])).values()];
  let best: FoundCells | undefined;
  for (const masks of folder.skippedFolders) {
    const maskOf = matchByName((await listFields(path.join(folder.path, masks))).files);
    for (const place of placesOfFields(masks, files)) {
      const prefix = place === "" ? "" : `${place}/`;
      const names = files.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
      const fields = names.filter((name) => maskOf(name) !== undefined).length;
      if (fields <= (best?.fields ?? 0)) continue;
      best = {
        input: below(dir, place),
        by: { masks: below(dir, masks) },
        fields,
        files: files.length,
        classes: [],
      };
    }
  }
  return best ?? (await findBoxes(dir, files));
}

/** Return the folder of the masks' folder, and the folders of images in it, such as images/ next to masks/. "" is the whole folder. */
function placesOfFields(masks: string, files: readonly FieldFile[]): string[] {
  const parent = path.posix.dirname(masks);
  const prefix = parent === "." ? "" : `${parent}/`;
  const nextTo = files.flatMap(({ name }) => {
    const [first, ...rest] = name.startsWith(prefix) ? name.slice(prefix.length).split("/") : [];
    return rest.length === 0 ? [] : [`${prefix}${first}`];
  });
  return [...new Set([parent === "." ? "" : parent, ...nextTo])];
}

async function findBoxes(dir: string, files: readonly Field[]): Promise<FoundCells | undefined> {
  const annotations = await readAnnotations(dir).catch((error: unknown) => {
    if (error instanceof UnreadableImageError) return undefined;
    throw error;
  });
  const found = files.flatMap((field) => {
    const boxes = annotations?.of(field.name)?.boxes;
    return boxes ? [{ field, boxes }] : [];
  });
  if (found.length === 0) return undefined;
  return {
    input: dir,
    by: { boxes: dir },
    fields: found.length,
    files: files.length,
    classes: countCrops(found),
  };
}

/** Count the crops of each class. Boxes near the border of a field have none. */
function countCrops(
  found: readonly { readonly field: Field; readonly boxes: readonly CropBox[] }[],
): number[] {
  const counts = new Map<string, number>();
  for (const { field, boxes } of found) {
    for (const { label } of boxes) if (label !== undefined) counts.set(label, counts.get(label) ?? 0);
    for (const { box } of planCrops(boxes, field).crops) {
      if (box?.label !== undefined) counts.set(box.label, counts.get(box.label)! + 1);
    }
  }
  return [...counts.values()];
}

/** File of a field, with its size. */
type Field = FieldFile & ImageSize;

function fieldOf(root: string, { path: file, width, height }: ImageFile): Field {
  return { path: file, name: path.relative(root, file).split(path.sep).join("/"), width, height };
}

/** Join a folder as the user named it and a path below it. */
function below(dir: string, place: string): string {
  return place === "" ? dir : `${dir.replace(/[\\/]+$/, "")}/${place}`;
}
