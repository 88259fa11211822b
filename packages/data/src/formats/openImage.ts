import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { ImageSource } from "../images/imageSource.ts";
import { detectFormat, HEAD_BYTES, microscopeFault } from "./detectFormat.ts";
import { readingFile } from "./faultError.ts";
import { UNKNOWN_FORMAT } from "./imageFaults.ts";
import { openNpy } from "./npy/openNpy.ts";
import { openNpz } from "./npy/openNpz.ts";
import { openRegularFile } from "./openRegularFile.ts";
import { openRaster } from "./raster/openRaster.ts";
import { isRasterFormat } from "./raster/rasterFormat.ts";
import { openTiff } from "./tiff/openTiff.ts";
import { type ImageFault, UnreadableImageError } from "./unreadableImageError.ts";
import { openZarr } from "./zarr/openZarr.ts";

export interface OpenImageOptions {
  /** Maximum number of pixels of an image or window that is decoded. @default 100 million */
  readonly limitInputPixels?: number;
}

/**
 * Open an image file, or a folder in OME-Zarr format, whatever its name. The format is detected by the first bytes.
 *
 * @throws UnreadableImageError if it is missing, empty, damaged, too large, or of a format that is not read. For formats of microscopes, the
 *   remedy names a converter.
 */
export async function openImage(file: string, options: OpenImageOptions = {}): Promise<ImageSource> {
  const fail = (fault: ImageFault): never => {
    throw new UnreadableImageError(path.resolve(file), fault);
  };
  const head = await readingFile(file, () => headOf(file));
  if (head === undefined) {
    if (await isZarr(file)) return await openZarr(file, options);
    return fail({
      reason: "a folder, not a file",
      remedy: "Give an image file, or a folder in OME-Zarr format.",
    });
  }
  if (head.length === 0) return fail({ reason: "an empty file", remedy: "Copy it again from its source." });
  const format = detectFormat(head);
  if (typeof format === "object") return fail(microscopeFault(file) ?? format);
  if (format === undefined) return fail(microscopeFault(file) ?? UNKNOWN_FORMAT);
  if (isRasterFormat(format)) return await openRaster(file, options);
  if (format === "npy") return await openNpy(file, options);
  if (format === "npz") {
    const fault = microscopeFault(file);
    return fault ? fail(fault) : await openNpz(file, options);
  }
  return await openTiff(file, options);
}

/** Whether a file is an image of a format that is read, by its first bytes; false if it cannot be read. */
export async function isImageContent(file: string): Promise<boolean> {
  const head = await headOf(file).catch(() => undefined);
  return head !== undefined && typeof detectFormat(head) === "string";
}

/** Whether a folder has the metadata of Zarr 2 or 3. */
async function isZarr(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return [".zattrs", ".zgroup", ".zarray", "zarr.json"].some((name) => names.includes(name));
}

/** Read the first bytes of a file; undefined for a folder. */
async function headOf(file: string): Promise<Buffer | undefined> {
  if ((await stat(file)).isDirectory()) return undefined;
  const handle = await openRegularFile(file);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
