import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { PixelWindow } from "@cellgen/filters";
import { UnreadableImageError } from "../unreadableImageError.ts";
import { bmpHeader, decodeBmp, isGreyPalette } from "./decodeBmp.ts";
import { type OpenedRaster, openBySharp } from "./decodeBySharp.ts";
import type { DecodedFile, DecodedPixels } from "./decodedPixels.ts";
import { decodeSmallPng } from "./decodeSmallPng.ts";
import { decodeJpegWindow } from "./jpeg/decodeJpegWindow.ts";
import { jpegHeader } from "./jpeg/jpegHeader.ts";
import { jpegSegments } from "./jpegSegments.ts";
import { pngHeader } from "./pngHeader.ts";
import { rasterFault, tooLarge } from "./rasterFaults.ts";
import type { RasterFormat } from "./rasterFormat.ts";
import { type RasterBytes, readBytes } from "./readBytes.ts";

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
 * Read and decode one PNG, JPEG, WebP, GIF or BMP file, outside the calling thread (except BMP and small PNG files).
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
  const content = await readBytes(file, limitInputPixels);
  await turnIfBusy();
  const small = content.format === "png" ? decodeSmallPng(content.bytes) : undefined;
  if (small && small.width * small.height <= limitInputPixels)
    return { ...small, format: "png", notes: [], ...pngFacts(content.bytes) };
  const raster = await openBytes(file, content, limitInputPixels);
  const { format, notes, pixelSizeMicrometres } = raster;
  const facts = pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres };
  return { ...(await decodeRaster(file, raster)), format, notes, ...facts };
}

/**
 * Decode a part of a file that was decoded as a whole before. Of a usual JPEG file, only the pixels near the part are computed, in the calling
 * thread, and damage beyond it is not noticed.
 *
 * @param window - Must lie inside the image.
 * @returns Undefined if the file is of another kind: decode it as a whole.
 * @throws UnreadableImageError if the file cannot be read.
 */
export async function decodeFileWindow(
  file: string,
  window: PixelWindow,
  limitInputPixels: number,
): Promise<DecodedFile | undefined> {
  const { format, bytes } = await readBytes(file, limitInputPixels);
  await turnIfBusy();
  const header = format === "jpeg" ? jpegHeader(bytes) : undefined;
  if (!header || window.left + window.width > header.width || window.top + window.height > header.height)
    return undefined;
  const data = decodeJpegWindow(bytes, header, window);
  if (!data) return undefined;
  const { width, height } = window;
  const channels = header.components.length === 1 ? 1 : 3;
  return { width, height, storedChannels: channels, channels, data, format, notes: [] };
}

/** Longest time of small files without a turn of the event loop, in milliseconds. */
const MAX_BUSY_MS = 20;

let lastTurn = 0;

async function turnIfBusy(): Promise<void> {
  if (performance.now() - lastTurn < MAX_BUSY_MS) return;
  await nextTurn();
  lastTurn = performance.now();
}

/**
 * Read the content of a file and check its header. No pixel is decoded.
 *
 * @throws UnreadableImageError as {@link decodeFile}, except for damaged pixels.
 */
export async function readRasterFile(file: string, limitInputPixels: number): Promise<RasterFile> {
  return await openBytes(file, await readBytes(file, limitInputPixels), limitInputPixels);
}

async function openBytes(
  file: string,
  { format, bytes }: RasterBytes,
  limitInputPixels: number,
): Promise<RasterFile> {
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
  return { ...opened, format, bytes: clean, notes, ...(format === "png" ? pngFacts(bytes) : {}) };
}

function pngFacts(bytes: Buffer): Pick<RasterFile, "pixelSizeMicrometres"> {
  const { pixelSizeMicrometres } = pngHeader(bytes);
  return pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres };
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

function openBmp(bytes: Buffer): OpenedRaster {
  const { width, height, palette } = bmpHeader(bytes);
  const storedChannels = isGreyPalette(palette) ? 1 : 3;
  return {
    header: { width, height, storedChannels, hasAlpha: false, isWide: false, isCmyk: false, frames: 1 },
    decode: async () => decodeBmp(bytes),
  };
}
