import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ImageFile } from "@cellgen/data/node";
import { csvRows } from "../../input/csvRows.ts";

/** The file in a run's folder that says which images the model has seen. */
const TRAINING_IMAGES = "images.csv";

/** Which images a model is trained on: their names and digests, a line each. */
export function trainingImagesCsv(files: readonly Pick<ImageFile, "name" | "digest">[]): string {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return ["file,digest", ...files.map(({ name, digest }) => `${cell(name)},${digest}`), ""].join("\n");
}

/** The digests of the images that a model was trained on; nothing where its folder does not say. */
export async function trainingImageDigests(model: string): Promise<ReadonlySet<string> | undefined> {
  const text = await readFile(path.join(model, TRAINING_IMAGES), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [names = [], ...rows] = csvRows(text);
  const column = names.indexOf("digest");
  return column < 0 ? undefined : new Set(rows.flatMap((row) => row[column] ?? []));
}
