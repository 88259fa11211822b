import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { systemFault } from "../formats/imageFaults.ts";
import { npzSplits, openNpz } from "../formats/npy/openNpz.ts";
import { openImage } from "../formats/openImage.ts";
import { READ_FLAGS } from "../formats/openRegularFile.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { ImageSource } from "../images/imageSource.ts";
import { headerOfSource, type SourceHeader } from "../samples/selection/sourceHeader.ts";
import type { IndexedFile } from "./indexedFile.ts";
import { QUICK_HEAD_BYTES, quickHeader } from "./quickHeader.ts";

export interface IndexFilesOptions {
  readonly limitInputPixels: number;
  /** Return a known file by its name. Those of the same size and time are not opened again. @default none */
  readonly known?: ((name: string) => IndexedFile | undefined) | undefined;
  /** Called with the number of files that are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Longest time without a turn of the event loop, in milliseconds. */
const MAX_BUSY_MS = 20;

/**
 * Read the metadata of files. No pixel is decoded.
 *
 * Most PNG and JPEG files are read synchronously in the calling thread, in short turns: ten times as fast as asynchronous calls of the file
 * system. Other files are opened one after the other.
 *
 * @param names - Paths relative to the folder.
 * @returns One entry for each name; files that cannot be opened have a fault.
 * @throws The signal's reason if it is aborted.
 */
export async function indexFiles(
  root: string,
  names: readonly string[],
  { limitInputPixels, known, onProgress, signal }: IndexFilesOptions,
): Promise<IndexedFile[]> {
  const files: IndexedFile[] = new Array(names.length);
  const shared = sharedHeaders();
  let turn = performance.now();
  for (const [index, name] of names.entries()) {
    if (performance.now() - turn > MAX_BUSY_MS) {
      onProgress?.(index);
      await nextTurn();
      signal?.throwIfAborted();
      turn = performance.now();
    }
    const file = `${root}${path.sep}${name}`;
    const entry = known?.(name);
    files[index] =
      (entry && keptEntry(file, entry)) ??
      quickEntry(file, name, limitInputPixels, shared) ??
      (await openedEntry(file, name, limitInputPixels));
  }
  onProgress?.(names.length);
  return files;
}

/** Return a known entry if the file has not changed since. Folders and unreadable files are opened again. */
function keptEntry(file: string, entry: IndexedFile): IndexedFile | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || "reason" in entry.headers) return undefined;
  return found.size === entry.size && found.mtimeMs === entry.modified ? entry : undefined;
}

const head = Buffer.alloc(QUICK_HEAD_BYTES);

function quickEntry(
  file: string,
  name: string,
  limitInputPixels: number,
  shared: (header: SourceHeader) => readonly SourceHeader[],
): IndexedFile | undefined {
  let bytes: Buffer;
  let found: Stats;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, READ_FLAGS);
    found = fstatSync(descriptor);
    if (!found.isFile()) return undefined;
    bytes = head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  const header = quickHeader(bytes);
  if (!header || header.width * header.height > limitInputPixels) return undefined;
  return { name, size: found.size, modified: found.mtimeMs, headers: shared(header) };
}

/** Return one object for equal headers: most files of a large set have the same. */
function sharedHeaders(): (header: SourceHeader) => readonly SourceHeader[] {
  const known = new Map<string, readonly SourceHeader[]>();
  return (header) => {
    const key = JSON.stringify(header);
    const headers = known.get(key) ?? [header];
    known.set(key, headers);
    return headers;
  };
}

async function openedEntry(file: string, name: string, limitInputPixels: number): Promise<IndexedFile> {
  let size = 0;
  let modified = 0;
  try {
    const found = statSync(file);
    if (found.isFile()) size = found.size;
    modified = found.mtimeMs;
    return { name, size, modified, headers: await headersOf(file, limitInputPixels) };
  } catch (error) {
    const { reason, remedy } = error instanceof UnreadableImageError ? error : systemFault(error);
    return { name, size, modified, headers: { reason, remedy } };
  }
}

async function headersOf(file: string, limitInputPixels: number): Promise<SourceHeader[]> {
  const splits = await splitsOfFile(file);
  if (splits.length === 0) return [await headerOf(await openImage(file, { limitInputPixels }))];
  const headers: SourceHeader[] = [];
  for (const split of splits)
    headers.push(await headerOf(await openNpz(file, { split, limitInputPixels }), split));
  return headers;
}

async function splitsOfFile(file: string): Promise<string[]> {
  return /\.npz$/i.test(file) ? await npzSplits(file) : [];
}

async function headerOf(source: ImageSource, split?: string): Promise<SourceHeader> {
  try {
    return headerOfSource(source, split);
  } finally {
    await source.close();
  }
}
