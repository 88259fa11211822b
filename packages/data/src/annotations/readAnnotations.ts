import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { systemFault } from "../formats/imageFaults.ts";
import { type UnreadableImage, UnreadableImageError } from "../formats/unreadableImageError.ts";
import { parseBoxesCsv } from "./boxesCsv.ts";
import { parseCoco } from "./coco.ts";
import { AnnotationError, checkBoxes, type FieldBoxes } from "./cropBox.ts";
import { parsePascalVoc } from "./pascalVoc.ts";

/** Maximum size of an annotation file in bytes. */
const MAX_BYTES = 2 ** 28;

/** Boxes of a folder's annotation files. */
export interface Annotations {
  /** Number of annotation files read. */
  readonly files: number;
  readonly fields: readonly FieldBoxes[];
  /** Annotation files that cannot be used. */
  readonly unreadable: readonly UnreadableImage[];
  /**
   * Return the boxes of a field; undefined if no annotation names it.
   *
   * Names are compared without extension, in Unicode's composed form: first the whole relative path, then the file name, if only one field
   * of the annotations has it.
   *
   * @param name - Path of the field relative to the folder of fields, with "/" as separator.
   */
  of(name: string): FieldBoxes | undefined;
}

/**
 * Read annotations from a Pascal VOC file (.xml), a COCO file (.json) or a table of boxes (.csv), or from all such files of a folder.
 *
 * A Pascal VOC file belongs to the field with its own name. The others name their fields.
 *
 * @throws UnreadableImageError if a file that was named itself cannot be used, or the folder has no such file.
 */
export async function readAnnotations(place: string): Promise<Annotations> {
  const root = path.resolve(place);
  const found = await stat(root).catch((error: unknown) => {
    throw new UnreadableImageError(root, systemFault(error), { cause: error });
  });
  if (!found.isDirectory()) return annotationsOf(1, await readFields(root), []);
  const names = (await readdir(root, { recursive: true }))
    .filter((name) => /\.(xml|json|csv)$/i.test(name) && !path.basename(name).startsWith("."))
    .sort();
  const fields: FieldBoxes[] = [];
  const unreadable: UnreadableImage[] = [];
  for (const name of names) {
    try {
      for (const each of await readFields(path.join(root, name))) fields.push(each);
    } catch (error) {
      if (!(error instanceof UnreadableImageError)) throw error;
      unreadable.push({ path: error.path, reason: error.reason, remedy: error.remedy });
    }
  }
  if (fields.length === 0) {
    const [first] = unreadable;
    if (first) throw new UnreadableImageError(first.path, first);
    throw new UnreadableImageError(root, {
      reason: "it holds no annotation files (.xml, .json or .csv)",
      remedy: "Give a folder or file of Pascal VOC, COCO or CSV annotations.",
    });
  }
  return annotationsOf(names.length - unreadable.length, fields, unreadable);
}

async function readFields(file: string): Promise<FieldBoxes[]> {
  const fail = (fault: { reason: string; remedy: string }, cause?: unknown): never => {
    throw new UnreadableImageError(file, fault, { cause });
  };
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      return fail({ reason: `too large: ${size} bytes`, remedy: "Divide it into several files." });
    }
    const text = await readFile(file, "utf8");
    const extension = path.extname(file).toLowerCase();
    if (extension === ".json") return parseCoco(text);
    if (extension === ".csv") return parseBoxesCsv(text);
    // Labeling programs do not rename the element filename together with the file.
    return [{ ...parsePascalVoc(text), file: path.basename(file) }];
  } catch (error) {
    if (error instanceof UnreadableImageError) throw error;
    if (error instanceof AnnotationError) return fail(error, error);
    return fail(systemFault(error), error);
  }
}

function annotationsOf(
  files: number,
  fields: readonly FieldBoxes[],
  unreadable: readonly UnreadableImage[],
): Annotations {
  const byPath = new Map<string, FieldBoxes>();
  for (const field of fields) {
    const key = keyOf(field.file ?? "");
    byPath.set(key, merged(byPath.get(key), field));
  }
  // Undefined for a name in several folders.
  const byName = new Map<string, FieldBoxes | undefined>();
  for (const [key, field] of byPath) {
    const name = path.posix.basename(key);
    byName.set(name, byName.has(name) ? undefined : field);
  }
  return {
    files,
    fields,
    unreadable,
    of: (name) => byPath.get(keyOf(name)) ?? byName.get(path.posix.basename(keyOf(name))),
  };
}

/** Join the boxes of one field from two files. */
function merged(earlier: FieldBoxes | undefined, field: FieldBoxes): FieldBoxes {
  if (!earlier) return field;
  const { boxes, dropped } = checkBoxes([...earlier.boxes, ...field.boxes]);
  return { ...field, boxes, dropped: [...earlier.dropped, ...field.dropped, ...dropped] };
}

/** Return a name without extension, for comparisons. */
function keyOf(name: string): string {
  const whole = name.replaceAll("\\", "/").normalize("NFC");
  const { dir, name: stem } = path.posix.parse(whole.replace(/\.ome(?=\.tiff?$|\.zarr$)/i, ""));
  return path.posix.join(dir, stem);
}
