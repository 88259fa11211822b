import path from "node:path";
import { readCsv } from "../formats/csvRows.ts";
import type { ImageFile } from "./imageFolder.ts";

/** File in a model's folder that lists its training images. */
export const TRAINING_IMAGES_FILE = "images.csv";

/** Format the names and digests of a model's training images as CSV. The digest of an image that was not decoded is empty. */
export function trainingImagesCsv(files: readonly Pick<ImageFile, "name" | "digest">[]): string {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return ["file,digest", ...files.map(({ name, digest }) => `${cell(name)},${digest ?? ""}`), ""].join("\n");
}

/**
 * Read the names and digests of a model's training images. The digest of an image that was never decoded is "".
 *
 * @param model - The model's folder.
 * @returns Undefined if the folder has no such list.
 */
export async function readTrainingImages(model: string): Promise<ReadonlyMap<string, string> | undefined> {
  const table = await readCsv(path.join(model, TRAINING_IMAGES_FILE));
  if (!table) return undefined;
  const [names = [], ...rows] = table;
  const [file, digest] = [names.indexOf("file"), names.indexOf("digest")];
  if (file < 0 || digest < 0) return undefined;
  return new Map(rows.map((row) => [row[file] ?? "", row[digest] ?? ""]));
}

/**
 * Read the digests of a model's training images.
 *
 * @param model - The model's folder.
 * @returns Undefined if the folder has no such list.
 */
export async function trainingImageDigests(model: string): Promise<ReadonlySet<string> | undefined> {
  const images = await readTrainingImages(model);
  return images && new Set([...images.values()].filter((digest) => digest !== ""));
}
