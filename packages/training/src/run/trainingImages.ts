import type { ImageFile } from "@cellgen/data/node";

/** Which images a model is trained on: their names and digests, a line each. */
export function trainingImagesCsv(files: readonly Pick<ImageFile, "name" | "digest">[]): string {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return ["file,digest", ...files.map(({ name, digest }) => `${cell(name)},${digest}`), ""].join("\n");
}
