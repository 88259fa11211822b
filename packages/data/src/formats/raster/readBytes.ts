import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { detectFormat, HEAD_BYTES, microscopeFault } from "../detectFormat.ts";
import { FaultError } from "../faultError.ts";
import { systemFault, UNKNOWN_FORMAT } from "../imageFaults.ts";
import { openRegularFile } from "../openRegularFile.ts";
import { type ImageFault, UnreadableImageError } from "../unreadableImageError.ts";
import { tooLarge } from "./rasterFaults.ts";
import { isRasterFormat, type RasterFormat } from "./rasterFormat.ts";

/** Content of a PNG, JPEG, WebP, GIF or BMP file. */
export interface RasterBytes {
  readonly format: RasterFormat;
  readonly bytes: Buffer;
}

/**
 * Read the content of an image file. Small files are read synchronously while that is fast: a tenth of the time of asynchronous calls.
 *
 * @throws UnreadableImageError if the file is missing, empty, of another format, or larger than an image within the limit needs.
 */
export async function readBytes(file: string, limitInputPixels: number): Promise<RasterBytes> {
  const fail = (fault: ImageFault, cause?: unknown): never => {
    throw new UnreadableImageError(path.resolve(file), fault, { cause });
  };
  const formatOf = (head: Buffer): RasterFormat => {
    const format = detectFormat(head);
    if (typeof format === "object") return fail(microscopeFault(file) ?? format);
    if (format === undefined || !isRasterFormat(format)) return fail(microscopeFault(file) ?? UNKNOWN_FORMAT);
    return format;
  };
  const small = readSmallFile(file);
  if (small) return { format: formatOf(small.subarray(0, HEAD_BYTES)), bytes: small };
  try {
    const handle = await openRegularFile(file);
    try {
      const { size } = await handle.stat();
      if (size === 0) return fail({ reason: "an empty file", remedy: "Copy it again from its source." });
      const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
      await handle.read(head, 0, head.length, 0);
      const format = formatOf(head);
      // An image within the limit needs at most its raw 16-bit RGBA values plus some metadata.
      if (size > limitInputPixels * 8 + 2 ** 26) return fail(tooLarge(`the file has ${size} bytes`));
      return { format, bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UnreadableImageError) throw error;
    return fail(error instanceof FaultError ? error : systemFault(error), error);
  }
}

const MAX_SMALL_BYTES = 2 ** 16;

/** Mean time of a synchronous read, in milliseconds, above which the next files are read asynchronously, and the number of these. */
const SLOW_READ_MS = 1;
const FILES_AFTER_SLOW = 200;

/** One read counts at most this much, because another program may have interrupted it. */
const MAX_COUNTED_MS = 8;

let meanReadMs = 0;
let filesToSkip = 0;

/** Read a small file; undefined if it is empty, large or unreadable, or if files are read slowly, as from a network drive. */
function readSmallFile(file: string): Buffer | undefined {
  if (filesToSkip > 0) {
    filesToSkip--;
    return undefined;
  }
  const start = performance.now();
  let descriptor: number | undefined;
  try {
    // A pipe must not block the thread.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.size === 0 || found.size > MAX_SMALL_BYTES) return undefined;
    const bytes = Buffer.allocUnsafe(found.size);
    return readSync(descriptor, bytes, 0, bytes.length, 0) === bytes.length ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
    meanReadMs += (Math.min(performance.now() - start, MAX_COUNTED_MS) - meanReadMs) / 32;
    if (meanReadMs > SLOW_READ_MS) {
      filesToSkip = FILES_AFTER_SLOW;
      meanReadMs = 0;
    }
  }
}
