import path from "node:path";
import { decodeImage } from "../files/decodeImage.ts";
import type { ImageSource } from "../images/imageSource.ts";
import { pixelTypeOf } from "../images/pixelType.ts";
import { fieldOfImage } from "./readCrop.ts";

/** Opened field: what a crop needs of an image file. */
export type OpenField = Pick<
  ImageSource,
  "path" | "width" | "height" | "channels" | "pixelType" | "pixelSizeMicrometres" | "notes" | "read" | "close"
>;

/**
 * Open an image file for cropping. Close it after use.
 *
 * @throws UnreadableImageError if the file cannot be read.
 */
export async function openField(file: string): Promise<OpenField> {
  const { transparent, ...image } = await decodeImage(file);
  const { width, height, channels, pixelSizeMicrometres } = image;
  return {
    path: path.resolve(file),
    width,
    height,
    channels,
    pixelType: pixelTypeOf(image.data),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
    notes: transparent ? ["Transparent pixels are composited over black."] : [],
    read: fieldOfImage(image).read,
    close: async () => {},
  };
}
