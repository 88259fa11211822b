import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ImageFile } from "@cellgen/data/node";
import { randomStream } from "@cellgen/random";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";
import { csvRows } from "./csvRows.ts";

/** Of the images, what is kept aside, as nearly as whole sources allow. */
const HELD_OUT = 0.25;

/** Real images, divided into those that are taken for the model's own and those that are kept aside. */
export interface Split {
  readonly training: readonly ImageFile[];
  readonly heldOut: readonly ImageFile[];
  /** How it was done, in words. */
  readonly how: string;
}

/**
 * Keeps about a quarter of the images aside, drawn by the seed, a quarter of each class. What comes from one source (one photograph, one
 * patient) stays on one side, as far as the folder's index.csv tells: else the held-out images would not be new.
 *
 * @param remedy - What to do where no source can be kept aside, a sentence.
 * @throws UsageError if the sources are so large that none can be kept aside: if there is one alone, for instance.
 */
export async function splitFiles(
  folder: string,
  files: readonly ImageFile[],
  seed: number,
  remedy: string,
): Promise<Split> {
  const sources = await sourcesOf(folder);
  const groups = new Map<string, ImageFile[]>();
  for (const file of files) {
    // A source's images of several classes are one group; a file alone is one of its class.
    const source = sources?.of.get(file.name);
    const key = source === undefined ? `file ${file.name}` : `source ${source}`;
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  const keys = [...groups.keys()];
  const order = randomStream(seed, "heldOut").permutation(keys.length);
  const wanted = new Map<number, number>();
  for (const { label } of files) wanted.set(label, (wanted.get(label) ?? 0) + HELD_OUT);
  const heldOut = new Set<ImageFile>();
  for (const place of order) {
    const group = groups.get(keys[place]!)!;
    const taken = new Map<number, number>();
    for (const { label } of group) taken.set(label, (taken.get(label) ?? 0) + 1);
    // Taken if that brings the classes nearer to what is wanted of them.
    let change = 0;
    for (const [label, count] of taken) {
      change += Math.abs(wanted.get(label)! - count) - Math.abs(wanted.get(label)!);
    }
    if (change >= 0) continue;
    for (const file of group) heldOut.add(file);
    for (const [label, count] of taken) wanted.set(label, wanted.get(label)! - count);
  }
  if (sources && heldOut.size === 0 && keys.some((key) => key.startsWith("source "))) {
    throw new UsageError(`${shownPath(folder)}: ${tooLarge(keys.length, sources.column)}. ${remedy}`);
  }
  return {
    training: files.filter((file) => !heldOut.has(file)),
    heldOut: files.filter((file) => heldOut.has(file)),
    how: sources
      ? `about a quarter kept aside by the seed, by ${sources.column} of index.csv`
      : "a quarter of each class kept aside by the seed, each file by itself",
  };
}

function tooLarge(count: number, column: string): string {
  const where = `(index.csv, column ${column})`;
  return count === 1
    ? `all images come from one source ${where}, so that none can be kept aside as new`
    : `the images come from ${count} sources ${where}, each too large for a quarter kept aside`;
}

/** What index.csv says of the files' sources; nothing if there is none that does. */
async function sourcesOf(
  folder: string,
): Promise<{ readonly column: string; readonly of: ReadonlyMap<string, string> } | undefined> {
  const text = await readFile(path.join(folder, "index.csv"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [names = [], ...rows] = csvRows(text);
  const file = names.indexOf("file");
  const source = names.findIndex((name) => /^source/.test(name));
  if (file < 0 || source < 0) return undefined;
  const of = new Map<string, string>();
  for (const row of rows) {
    if (row[file] && row[source]) of.set(row[file].replaceAll("\\", "/"), row[source]);
  }
  return { column: names[source]!, of };
}
