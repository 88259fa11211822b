import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ImageFile } from "@cellgen/data/node";
import { randomStream } from "@cellgen/random";

/** Of the images, what is kept aside. */
const HELD_OUT = 0.25;

/** Real images, divided into those that are taken for the model's own and those that are kept aside. */
export interface Split {
  readonly training: readonly ImageFile[];
  readonly heldOut: readonly ImageFile[];
  /** How it was done, in words. */
  readonly how: string;
}

/**
 * Keeps a quarter of the images aside, drawn by the seed, a quarter of each class. What comes from one source (one photograph, one patient)
 * stays on one side, as far as the folder's index.csv tells: else the held-out images would not be new.
 */
export async function splitFiles(folder: string, files: readonly ImageFile[], seed: number): Promise<Split> {
  const sources = await sourcesOf(folder);
  const groups = new Map<string, ImageFile[]>();
  for (const file of files) {
    // A source's images of several classes are one group; a file alone is one of its class.
    const source = sources?.of.get(file.name);
    const key = source === undefined ? `file ${file.name}` : `source ${source}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const keys = [...groups.keys()];
  const order = randomStream(seed, "heldOut").permutation(keys.length);
  const wanted = new Map<number, number>();
  for (const { label } of files) wanted.set(label, (wanted.get(label) ?? 0) + HELD_OUT);
  const heldOut = new Set<ImageFile>();
  for (const place of order) {
    const group = groups.get(keys[place]!)!;
    // Taken if that brings the classes nearer to what is wanted of them.
    const gain = group.reduce((sum, { label }) => sum + (wanted.get(label)! > 0.5 ? 1 : -1), 0);
    if (gain <= 0) continue;
    for (const file of group) {
      heldOut.add(file);
      wanted.set(file.label, wanted.get(file.label)! - 1);
    }
  }
  return {
    training: files.filter((file) => !heldOut.has(file)),
    heldOut: files.filter((file) => heldOut.has(file)),
    how: sources
      ? `a quarter kept aside by the seed, by ${sources.column} of index.csv`
      : "a quarter of each class kept aside by the seed, each file by itself",
  };
}

/** What index.csv says of the files' sources; nothing if there is none that does. */
async function sourcesOf(
  folder: string,
): Promise<{ readonly column: string; readonly of: ReadonlyMap<string, string> } | undefined> {
  const text = await readFile(path.join(folder, "index.csv"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [head = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const names = cells(head);
  const file = names.indexOf("file");
  const source = names.findIndex((name) => /^source/.test(name));
  if (file < 0 || source < 0) return undefined;
  const of = new Map<string, string>();
  for (const line of lines) {
    const row = cells(line);
    if (row[file] && row[source]) of.set(row[file].replaceAll("\\", "/"), row[source]);
  }
  return { column: names[source]!, of };
}

function cells(line: string): string[] {
  return line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}
