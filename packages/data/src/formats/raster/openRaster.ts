import path from "node:path";
import { cropImage } from "../../images/cropImage.ts";
import type { ImageSource } from "../../images/imageSource.ts";
import { selectChannels } from "../../images/selectChannels.ts";
import { requestedPlane } from "../requestedPlane.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS, decodeRaster, readRasterFile } from "./decodeFile.ts";
import { storedImageOfFile } from "./decodeImage.ts";

export interface OpenRasterOptions {
  /** Maximum number of pixels. @default 100 million */
  readonly limitInputPixels?: number;
}

/**
 * Open a PNG, JPEG, WebP, GIF or BMP file.
 *
 * The values are those of the file: RGB stays RGB even if the channels are equal. Palettes are expanded, 1-, 2- and 4-bit gray is scaled
 * to 0…255, alpha is composited over black, and the camera's orientation is applied. Of an animation, the first frame is read.
 *
 * The file's bytes stay in memory until it is closed. Every read decodes the whole image.
 *
 * @throws UnreadableImageError if the file is missing, empty, of another format, too large, or its header is damaged.
 */
export async function openRaster(
  file: string,
  { limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS }: OpenRasterOptions = {},
): Promise<ImageSource> {
  const raster = await readRasterFile(file, limitInputPixels);
  const { format, header, pixelSizeMicrometres } = raster;
  const { width, height, storedChannels } = header;
  const facts = pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres };
  const source: ImageSource = {
    path: path.resolve(file),
    format,
    width,
    height,
    channels: storedChannels,
    pixelType: header.isWide ? "uint16" : "uint8",
    images: 1,
    depth: 1,
    times: 1,
    ...facts,
    notes:
      header.hasAlpha && format !== "gif"
        ? [...raster.notes, "An alpha channel; transparent pixels are composited over black."]
        : raster.notes,
    async read(request = {}) {
      const { window, channels } = requestedPlane("openRaster", source, request);
      const image = { ...storedImageOfFile(await decodeRaster(file, raster)), ...facts };
      return selectChannels(cropImage(image, window), channels);
    },
    async close() {},
  };
  return source;
}
