import path from "node:path";
import type { CellImage } from "../../images/cellImage.ts";
import { type ImageSize, sizeOf } from "../../images/imageSize.ts";
import { UnreadableImageError } from "../unreadableImageError.ts";
import { cropAndResize } from "./cropAndResize.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "./decodeFile.ts";
import { decodeImage } from "./decodeImage.ts";

export interface ReadImageOptions {
  /** Crop centrally to the aspect ratio of this size, or to a square of this side, and scale. @default original size */
  readonly size?: number | ImageSize;
  /** @default 100 million */
  readonly limitInputPixels?: number;
}

/**
 * Read a PNG or JPEG file at its stored bit depth.
 *
 * The camera's orientation is applied, transparent pixels are composited over black, and RGB with three equal channels becomes grey.
 *
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readImage(file: string, options: ReadImageOptions = {}): Promise<CellImage> {
  const { limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS } = options;
  const size = options.size === undefined ? undefined : sizeOf("readImage", options.size);
  const { width, height, channels, data } = await decodeImage(file, limitInputPixels);
  const image: CellImage = { width, height, channels, data };
  if (size === undefined) return image;
  try {
    return await cropAndResize(image, size);
  } catch (error) {
    throw new UnreadableImageError(
      path.resolve(file),
      { reason: `it cannot be scaled to ${size.width}x${size.height}`, remedy: "Choose another size." },
      { cause: error },
    );
  }
}
