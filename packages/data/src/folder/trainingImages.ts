import path from "node:path";
import { readCsv } from "../files/csvRows.ts";
import type { ImageFile } from "./imageFolder.ts";

/** The file in a model's folder that lists the images it was trained on. */
export const TRAINING_IMAGES_FILE = "images.csv";

/** Lists the images that a model is trained on as CSV: names and digests. */
export function trainingImagesCsv(files: readonly Pick<ImageFile, "name" | "digest">[]): string {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return ["file,digest", ...files.map(({ name, digest }) => `${cell(name)},${digest}`), ""].join("\n");
}

/**
 * The digests of the images that a model was trained on.
 *
 * @param model - The model's folder.
 * @returns Undefined if the folder does not list them.
 */
export async function trainingImageDigests(model: string): Promise<ReadonlySet<string> | undefined> {
  const table = await readCsv(path.join(model, TRAINING_IMAGES_FILE));
  if (!table) return undefined;
  const [names = [], ...rows] = table;
  const column = names.indexOf("digest");
  return column < 0 ? undefined : new Set(rows.flatMap((row) => row[column] ?? []));
}
