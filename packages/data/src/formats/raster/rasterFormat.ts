import type { ImageFileFormat } from "../../images/imageSource.ts";

/** Formats of one image a file, decoded as a whole. */
const rasterFormats = ["png", "jpeg", "webp", "gif", "bmp"] as const;

export type RasterFormat = (typeof rasterFormats)[number];

export function isRasterFormat(format: ImageFileFormat): format is RasterFormat {
  return (rasterFormats as readonly string[]).includes(format);
}
