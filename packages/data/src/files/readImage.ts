import path from "node:path";
import type { CellImage } from "../images/cellImage.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "./decodeFile.ts";
import { decodeImage } from "./decodeImage.ts";
import { resizeSquare } from "./resizeSquare.ts";
import { UnreadableImageError } from "./unreadableImageError.ts";

export interface ReadImageOptions {
  /** Cut to the middle square and scale to this side. @default as it is */
  readonly size?: number;
  /** @default 100 million */
  readonly limitInputPixels?: number;
}

/**
 * Reads a PNG or JPEG file: 8 or 16 bits as stored, grey where the three channels are equal, turned as the camera says, transparent pixels over black.
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
      { reason: `it cannot be scaled to ${size}x${size}`, remedy: "Give it in another size." },
      { cause: error },
    );
  }
}
