import path from "node:path";
import type { CellImage } from "../images/cellImage.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "./decodeFile.ts";
import { decodeImage } from "./decodeImage.ts";
import { resizeSquare } from "./resizeSquare.ts";
import { UnreadableImageError } from "./unreadableImageError.ts";

export interface ReadImageOptions {
  /** Crop to the centre square and scale to this side. @default original size */
  readonly size?: number;
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
  const { size, limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS } = options;
  if (size !== undefined && !(Number.isInteger(size) && size > 0)) {
    throw new RangeError(`readImage: size must be a positive integer, got ${size}.`);
  }
  const { width, height, channels, data } = await decodeImage(file, limitInputPixels);
  const image: CellImage = { width, height, channels, data };
  if (size === undefined) return image;
  try {
    return await resizeSquare(image, size);
  } catch (error) {
    throw new UnreadableImageError(
      path.resolve(file),
      { reason: `it cannot be scaled to ${size}x${size}`, remedy: "Choose another size." },
      { cause: error },
    );
  }
}
