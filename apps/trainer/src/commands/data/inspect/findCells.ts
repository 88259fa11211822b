import path from "node:path";
import {
  type FieldFile,
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
  /** Whether there are boxes of several classes. */
  readonly hasClasses: boolean;
}

/**
 * Find the instance masks or the annotations of the images of a folder, by the rules of `cellgen data crop`.
 *
 * @param dir - The folder, as the user named it.
 */
export async function findCells(dir: string, folder: ImageFolder): Promise<FoundCells | undefined> {
  if (path.resolve(dir) !== folder.path) return undefined; // A single file.
  const files = [
    ...new Map(folder.files.map((file) => [file.path, fieldFile(folder.path, file.path)])).values(),
  ];
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
        hasClasses: false,
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

async function findBoxes(dir: string, files: readonly FieldFile[]): Promise<FoundCells | undefined> {
  const annotations = await readAnnotations(dir).catch((error: unknown) => {
    if (error instanceof UnreadableImageError) return undefined;
    throw error;
  });
  const found = files.flatMap(({ name }) => annotations?.of(name) ?? []);
  if (found.length === 0) return undefined;
  const labels = new Set(found.flatMap(({ boxes }) => boxes.map(({ label }) => label)));
  return {
    input: dir,
    by: { boxes: dir },
    fields: found.length,
    files: files.length,
    hasClasses: labels.size > 1,
  };
}

function fieldFile(root: string, file: string): FieldFile {
  return { path: file, name: path.relative(root, file).split(path.sep).join("/") };
}

/** Join a folder as the user named it and a path below it. */
function below(dir: string, place: string): string {
  return place === "" ? dir : `${dir.replace(/[\\/]+$/, "")}/${place}`;
}
