import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { canonicalName } from "../images/indexOfName.ts";
import type { ImageFile, ImageFolder } from "./imageFolder.ts";

const recordSchema = z.object({
  images: z.array(z.object({ file: z.string(), class: z.string().optional() })),
});

/**
 * Return the generated images of a folder written by `cellgen sample`, with the classes of its samples.json and without the contact sheet.
 *
 * @returns The folder itself if `cellgen sample` did not write it.
 */
export async function samplesOf(folder: ImageFolder): Promise<ImageFolder> {
  const text = await readFile(path.join(folder.path, "samples.json"), "utf8").catch(() => undefined);
  const record = text === undefined ? undefined : recordSchema.safeParse(parsed(text));
  if (!record?.success) return folder;
  const classOf = new Map(record.data.images.map((image) => [canonicalName(image.file), image.class]));
  const files = folder.files.filter((file) => classOf.has(recordedName(file)));
  const names = new Set(files.map((file) => classOf.get(recordedName(file))));
  const classes = names.has(undefined) ? [] : [...names].filter((name) => name !== undefined).sort();
  return {
    ...folder,
    classes,
    files: files.map((file) => ({
      ...file,
      label: Math.max(0, classes.indexOf(classOf.get(recordedName(file)) ?? "")),
    })),
  };
}

/** Return the name of an image in samples.json: that of its file, or of a set and its place in it, such as "images.npz#3". */
function recordedName({ file, format, plane }: ImageFile): string {
  const isSet = format === "npz" || format === "ome-zarr";
  return canonicalName(isSet ? `${file}#${plane?.image ?? 0}` : file);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
