import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { PixelWindow } from "@cellgen/filters";
import { READ_FLAGS } from "../../openRegularFile.ts";
import type { DecodedPixels } from "../decodedPixels.ts";
import { decodeJpegWindow, scanIndex } from "./decodeJpegWindow.ts";
import { type JpegHeader, jpegHeader } from "./jpegHeader.ts";
import type { ScanIndex } from "./scanIndex.ts";
import { bytesOfWindow } from "./windowUnits.ts";

/** Reads windows of JPEG files synchronously. */
export interface JpegWindowReader {
  /**
   * Decode windows of a file that was decoded as a whole before. Damage is noticed in what is read for the first time.
   *
   * @returns Undefined if the file is of another kind, smaller than a window, larger than the limit, or damaged.
   * @throws Error of the system if the file cannot be read.
   */
  read(file: string, windows: readonly PixelWindow[], limitInputPixels: number): DecodedPixels[] | undefined;
}

export interface JpegWindowReaderOptions {
  /** Memory for headers and indices of files, in bytes. Those that were not used for the longest time are dropped. @default 16 MiB */
  readonly indexBytes?: number;
  /**
   * Time since the last change of a file after which its index is kept, in milliseconds. A change within the resolution of the file system's
   * times would not be noticed. @default 2000
   */
  readonly minAgeMs?: number;
}

/** What is kept of a file. */
interface KnownFile {
  readonly version: FileVersion;
  readonly header: JpegHeader;
  readonly index: ScanIndex;
}

/** What differs if a file was changed or replaced. */
type FileVersion = Pick<Stats, "size" | "mtimeMs" | "ctimeMs" | "ino" | "dev">;

/** Approximate memory of a file without its index. */
const FILE_BYTES = 1024;

/** Larger buffers are not kept. */
const MAX_KEPT_BUFFER = 2 ** 22;

/**
 * Create a reader that keeps the header and the {@link ScanIndex} of recent files, so that of a file that has not changed since, only the part of
 * the window is read.
 */
export function jpegWindowReader({
  indexBytes = 2 ** 24,
  minAgeMs = 2000,
}: JpegWindowReaderOptions = {}): JpegWindowReader {
  /** The one that was used last is the last. */
  const known = new Map<string, KnownFile>();
  let usedBytes = 0;
  let buffer = Buffer.alloc(0);

  const forget = (file: string, { index }: KnownFile): void => {
    known.delete(file);
    usedBytes -= FILE_BYTES + index.byteLength;
  };

  const keep = (file: string, found: KnownFile): void => {
    known.set(file, found);
    usedBytes += FILE_BYTES + found.index.byteLength;
    for (const [oldest, each] of known) {
      if (usedBytes <= indexBytes) break;
      forget(oldest, each);
    }
  };

  /** Read a part of a file into a buffer that the next call uses again; undefined if the file is shorter. */
  const readPart = (descriptor: number, start: number, end: number): Buffer | undefined => {
    const length = end - start;
    const whole = length <= buffer.length ? buffer : Buffer.allocUnsafe(length);
    if (whole.length <= MAX_KEPT_BUFFER) buffer = whole;
    for (let at = 0; at < length; ) {
      const count = readSync(descriptor, whole, at, length - at, start + at);
      if (count === 0) return undefined;
      at += count;
    }
    return whole.subarray(0, length);
  };

  /** Return what is known of a file of this version; otherwise, read its header. */
  const open = (file: string, descriptor: number, version: Stats): KnownFile | undefined => {
    const earlier = known.get(file);
    if (earlier) forget(file, earlier);
    if (earlier && isSame(version, earlier.version)) return earlier;
    const bytes = readPart(descriptor, 0, version.size);
    const header = bytes && jpegHeader(bytes);
    if (!header) return undefined;
    const { size, mtimeMs, ctimeMs, ino, dev } = version;
    return { version: { size, mtimeMs, ctimeMs, ino, dev }, header, index: scanIndex(header) };
  };

  return {
    read(file, windows, limitInputPixels) {
      const descriptor = openSync(file, READ_FLAGS);
      try {
        const version = fstatSync(descriptor);
        const found = version.isFile() ? open(file, descriptor, version) : undefined;
        if (!found) return undefined;
        const { header, index } = found;
        if (Date.now() - Math.max(version.mtimeMs, version.ctimeMs) >= minAgeMs) keep(file, found);
        const parts: DecodedPixels[] = [];
        for (const window of windows) {
          if (!isInside(window, header, limitInputPixels)) return undefined;
          const [start, end = version.size] = bytesOfWindow(header, window, index);
          const bytes = readPart(descriptor, start, Math.min(end, version.size));
          const data = bytes && decodeJpegWindow(bytes, header, window, { index, start });
          if (!data) return undefined;
          parts.push(pixelsOf(window, header, data));
        }
        return parts;
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function isSame(a: FileVersion, b: FileVersion): boolean {
  return (
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.ctimeMs === b.ctimeMs &&
    a.ino === b.ino &&
    a.dev === b.dev
  );
}

function isInside(window: PixelWindow, { width, height }: JpegHeader, limitInputPixels: number): boolean {
  return (
    width * height <= limitInputPixels &&
    window.left + window.width <= width &&
    window.top + window.height <= height
  );
}

function pixelsOf(
  { width, height }: PixelWindow,
  { components }: JpegHeader,
  data: Uint8Array,
): DecodedPixels {
  const channels = components.length === 1 ? 1 : 3;
  return { width, height, storedChannels: channels, channels, data };
}
