import path from "node:path";
import type { ImageSource } from "../../images/imageSource.ts";
import { readingFile } from "../faultError.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../raster/decodeFile.ts";
import { readDirectories } from "./file/readDirectories.ts";
import { TAG } from "./file/tags.ts";
import { TiffFile } from "./file/tiffFile.ts";
import { type PageLayout, readPageLayouts } from "./page/pageLayout.ts";
import { imageJPlanes, isImageJ } from "./planes/imageJPlanes.ts";
import { omePlanes } from "./planes/omePlanes.ts";
import { isOmeXml } from "./planes/omeXml.ts";
import { pagePlanes } from "./planes/pagePlanes.ts";
import { isShaped, shapedPlanes } from "./planes/shapedPlanes.ts";
import { isStk, stkPlanes } from "./planes/stkPlanes.ts";
import type { TiffPlanes } from "./planes/tiffPlanes.ts";
import { tiffSource } from "./tiffSource.ts";

export interface OpenTiffOptions {
  /** Maximum number of pixels of a window that is read. @default 100 million */
  readonly limitInputPixels?: number;
}

/** Bytes of an image description that are read at most. */
const MAX_DESCRIPTION = 2 ** 26;

/**
 * Open a TIFF or BigTIFF file: a single image, a stack, an ImageJ hyperstack, a MetaMorph stack or an OME-TIFF.
 *
 * Strips and tiles of 8- to 32-bit integers, 16- to 64-bit floats, and 1-, 2-, 4-, 10-, 12- and 14-bit integers are read, uncompressed or
 * with LZW, deflate, PackBits, Zstandard or JPEG compression. Values are those of the file, except: palettes become RGB, white-is-zero
 * is inverted, gray values of 1, 2 and 4 bits are scaled to 0…255, and transparent pixels are composited over black. Strips and
 * tiles that are not stored (offset and byte count 0) have the value of missing data: that of GDAL's field, or 0. Lower resolutions
 * of an image are skipped. Pages without axes are the source's images.
 *
 * @param file - Path of the file.
 * @returns Source to close after use.
 * @throws UnreadableImageError if the file is missing, not a TIFF, damaged or of an unsupported kind.
 * @see TIFF 6.0 and its technical notes; the OME-TIFF specification.
 */
export async function openTiff(file: string, options: OpenTiffOptions = {}): Promise<ImageSource> {
  const { limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS } = options;
  const absolute = path.resolve(file);
  return await readingFile(absolute, async () => {
    const tiff = await TiffFile.open(absolute);
    try {
      const planes = await planesOf(await readPageLayouts(await readDirectories(tiff)), absolute);
      const source = await tiffSource(absolute, tiff, planes, limitInputPixels);
      tiff.clearCache();
      return source;
    } catch (error) {
      await tiff.close();
      throw error;
    }
  });
}

async function planesOf(layouts: readonly PageLayout[], file: string): Promise<TiffPlanes> {
  const description = (await layouts[0]!.directory.text(TAG.imageDescription, MAX_DESCRIPTION)) ?? "";
  if (isOmeXml(description)) return omePlanes(layouts, description, file);
  if (isImageJ(description)) return imageJPlanes(layouts, description);
  if (isShaped(description)) return shapedPlanes(layouts, description);
  return isStk(layouts) ? stkPlanes(layouts) : pagePlanes(layouts);
}
