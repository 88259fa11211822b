import { open } from "node:fs/promises";
import path from "node:path";
import { detectFormat, HEAD_BYTES, microscopeFault } from "../detectFormat.ts";
import { formatFault, systemFault } from "../imageFaults.ts";
import { type ImageFault, UnreadableImageError } from "../unreadableImageError.ts";
import { bmpHeader, decodeBmp, isGreyPalette } from "./decodeBmp.ts";
import { type OpenedRaster, openBySharp } from "./decodeBySharp.ts";
import type { DecodedFile, DecodedPixels } from "./decodedPixels.ts";
import { jpegSegments } from "./jpegSegments.ts";
import { pngHeader } from "./pngHeader.ts";
import { rasterFault, tooLarge } from "./rasterFaults.ts";
import { isRasterFormat, type RasterFormat } from "./rasterFormat.ts";

/** Maximum number of pixels of an image that is decoded. */
export const DEFAULT_LIMIT_INPUT_PIXELS = 100_000_000;

/** Content of a file, and the facts in its header. */
export interface RasterFile extends OpenedRaster {
  readonly format: RasterFormat;
  /** The file's bytes; of a JPEG file without the bytes that belong to no segment. */
  readonly bytes: Buffer;
  readonly notes: readonly string[];
  /** Pixel width, if the file states one. */
  readonly pixelSizeMicrometres?: number;
}

/**
 * Read and decode one PNG, JPEG, WebP, GIF or BMP file, outside the calling thread (except BMP).
 *
 * 16-bit values are kept, embedded color profiles are ignored, palettes are expanded, and the camera's orientation is applied. Of an
 * animation, the first frame is read. A JPEG file with surplus bytes between its segments is read, with a note.
 *
 * @throws UnreadableImageError if the file is missing, empty, of another format, damaged (including decoder warnings), or too large.
 */
export async function decodeFile(
  file: string,
  limitInputPixels: number = DEFAULT_LIMIT_INPUT_PIXELS,
): Promise<DecodedFile> {
  const raster = await readRasterFile(file, limitInputPixels);
  const { format, notes, pixelSizeMicrometres } = raster;
  const facts = pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres };
  return { ...(await decodeRaster(file, raster)), format, notes, ...facts };
}

/**
 * Read the content of a file and check its header. No pixel is decoded.
 *
 * @throws UnreadableImageError as {@link decodeFile}, except for damaged pixels.
 */
export async function readRasterFile(file: string, limitInputPixels: number): Promise<RasterFile> {
  const { format, bytes } = await readBytes(file, limitInputPixels);
  const notes: string[] = [];
  let clean = bytes;
  let opened: OpenedRaster;
  try {
    if (format === "jpeg") {
      const segments = jpegSegments(bytes);
      if (segments) {
        clean = segments.clean;
        if (segments.junkBytes > 0) {
          notes.push("Surplus bytes between its segments were skipped; its pixels are intact.");
        }
        const { frame, scans } = segments;
        if (frame && scans > MIN_SUSPECT_SCANS && scans * frame.width * frame.height > MAX_SCANNED_PIXELS) {
          throw tooLarge(`${scans} scans of ${frame.width}x${frame.height} pixels`);
        }
      }
    }
    opened = format === "bmp" ? openBmp(bytes) : await openBySharp(clean);
    const { width, height } = opened.header;
    if (width * height > limitInputPixels) {
      throw tooLarge(`${width}x${height} exceeds the limit of ${limitInputPixels} pixels`);
    }
  } catch (error) {
    throw new UnreadableImageError(path.resolve(file), rasterFault(format, bytes, error), { cause: error });
  }
  const { header } = opened;
  if (header.frames > 1) notes.push(`${header.frames} frames; only the first is read.`);
  if (header.isCmyk) notes.push("CMYK colors, converted to RGB without a color profile.");
  const pixelSize = format === "png" ? pngHeader(bytes).pixelSizeMicrometres : undefined;
  const facts = pixelSize === undefined ? {} : { pixelSizeMicrometres: pixelSize };
  return { ...opened, format, bytes: clean, notes, ...facts };
}

/**
 * Decode the pixels of a file.
 *
 * @throws UnreadableImageError if they are damaged.
 */
export async function decodeRaster(
  file: string,
  { format, bytes, decode }: RasterFile,
): Promise<DecodedPixels> {
  try {
    return await decode();
  } catch (error) {
    throw new UnreadableImageError(path.resolve(file), rasterFault(format, bytes, error), { cause: error });
  }
}

/** A progressive JPEG has about ten scans; each costs time for the whole image, however small it is in the file. */
const MIN_SUSPECT_SCANS = 20;
const MAX_SCANNED_PIXELS = 200_000_000;

async function readBytes(
  file: string,
  limitInputPixels: number,
): Promise<{ format: RasterFormat; bytes: Buffer }> {
  const fail = (fault: ImageFault, cause?: unknown): never => {
    throw new UnreadableImageError(path.resolve(file), fault, { cause });
  };
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size === 0) return fail({ reason: "an empty file", remedy: "Copy it again from its source." });
      const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
      await handle.read(head, 0, head.length, 0);
      const format = detectFormat(head);
      if (typeof format === "object") return fail(microscopeFault(file) ?? format);
      if (format === undefined || !isRasterFormat(format)) {
        return fail(microscopeFault(file) ?? formatFault("content"));
      }
      // An image within the limit needs at most its raw 16-bit RGBA values plus some metadata.
      if (size > limitInputPixels * 8 + 2 ** 26) return fail(tooLarge(`the file has ${size} bytes`));
      return { format, bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UnreadableImageError) throw error;
    return fail(systemFault(error), error);
  }
}

function openBmp(bytes: Buffer): OpenedRaster {
  const { width, height, palette } = bmpHeader(bytes);
  const storedChannels = isGreyPalette(palette) ? 1 : 3;
  return {
    header: { width, height, storedChannels, hasAlpha: false, isWide: false, isCmyk: false, frames: 1 },
    decode: async () => decodeBmp(bytes),
  };
}
