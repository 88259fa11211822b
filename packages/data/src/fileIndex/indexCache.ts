import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeFileAtomic } from "../formats/writeFileAtomic.ts";
import { type PixelType, pixelTypes } from "../images/pixelType.ts";
import type { SourceHeader } from "../samples/selection/sourceHeader.ts";
import { CACHE_FOLDER, userCacheFolder } from "./cacheFolder.ts";
import type { IndexedFile } from "./indexedFile.ts";

/** Index of a folder that is kept for the next time. */
export interface CachedIndex {
  /** Files that can be opened. */
  readonly files: readonly IndexedFile[];
  /** Results of measuring the pixels, by a key of what was measured. Plain data. */
  readonly measured: Readonly<Record<string, unknown>>;
}

/** Version of the file's format. A file of another version is ignored. */
const VERSION = 1;

/** Number of measurements that are kept. */
const MAX_MEASURED = 8;

const count = z.int().min(1);

const headerSchema: z.ZodType<SourceHeader> = z.strictObject({
  format: z.enum(["png", "jpeg", "webp", "gif", "bmp", "tiff", "ome-tiff", "ome-zarr", "npy", "npz"]),
  width: count,
  height: count,
  channels: count,
  pixelType: z.enum(pixelTypes as [PixelType, ...PixelType[]]),
  images: count,
  depth: count,
  times: count,
  channelNames: z.array(z.string()).exactOptional(),
  pixelSizeMicrometres: z.number().exactOptional(),
  labels: z.array(z.number()).exactOptional(),
  split: z.string().exactOptional(),
  classNames: z.array(z.string()).exactOptional(),
  ranges: z.array(z.tuple([z.number(), z.number()])).exactOptional(),
  notes: z.array(z.string()).exactOptional(),
});

/** Columns of the file: one value for each file of the folder. Equal headers are stored once. */
const schema = z.object({
  version: z.literal(VERSION),
  root: z.string(),
  names: z.array(z.string()),
  sizes: z.array(z.number()),
  modified: z.array(z.number()),
  header: z.array(z.number()),
  headers: z.array(z.array(headerSchema).min(1)),
  measured: z.record(z.string(), z.unknown()),
});

/**
 * Read the index of a folder that was kept earlier: in the folder, or in the user's cache folder.
 *
 * @returns Undefined if there is none, or it is damaged.
 */
export async function readIndexCache(root: string): Promise<CachedIndex | undefined> {
  for (const file of placesOf(root)) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const index = parsed(text, root);
    if (index) return index;
  }
  return undefined;
}

/**
 * Keep the index of a folder for the next time, atomically: in the folder, or, if it is read-only, in the user's cache folder. Without a place
 * to write, nothing is kept.
 */
export async function writeIndexCache(root: string, { files, measured }: CachedIndex): Promise<void> {
  const headers = new Map<readonly unknown[], number>();
  const known = files.filter(({ headers }) => !("reason" in headers));
  const header = known.map(({ headers: ofFile }) => {
    const list = ofFile as readonly SourceHeader[];
    const place = headers.get(list) ?? headers.size;
    headers.set(list, place);
    return place;
  });
  const content = {
    version: VERSION,
    root,
    names: known.map(({ name }) => name),
    sizes: known.map(({ size }) => size),
    modified: known.map(({ modified }) => modified),
    header,
    headers: [...headers.keys()],
    measured: Object.fromEntries(Object.entries(measured).slice(-MAX_MEASURED)),
  };
  const text = JSON.stringify(content);
  for (const file of placesOf(root)) {
    try {
      await writeFileAtomic(file, text, { createFolder: true });
      return;
    } catch {
      // The next place is tried.
    }
  }
}

/** Return the places of the index: in the folder, and in the user's cache folder. */
function placesOf(root: string): string[] {
  const key = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return [
    path.join(root, CACHE_FOLDER, "images-index.json"),
    path.join(userCacheFolder(), `images-index-${key}.json`),
  ];
}

function parsed(text: string, root: string): CachedIndex | undefined {
  let content: z.infer<typeof schema>;
  try {
    content = schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
  const { names, sizes, modified, header, headers, measured } = content;
  const isWhole = [sizes, modified, header].every(({ length }) => length === names.length);
  // A copied folder has other times, so its index is not wrong, only useless; a folder of another place may be anything.
  if (!isWhole || header.some((place) => headers[place] === undefined)) return undefined;
  if (content.root !== root) return undefined;
  const files = names.map((name, index) => ({
    name,
    size: sizes[index]!,
    modified: modified[index]!,
    headers: headers[header[index]!]!,
  }));
  return { files, measured };
}
