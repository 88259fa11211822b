import { boxMask, type CellImage, type ImageSize, type Mask, maskOfImage } from "@cellgen/data";
import { type LazyImage, readImage } from "@cellgen/data/node";
import type { PixelWindow } from "@cellgen/filters";
import { UnfitMaskError } from "../inpaint/inpaintRegion.ts";

/** What is to be inpainted: the white pixels of a file or an image, the 1s of a mask, or a rectangle. */
export type MaskInput = string | LazyImage | CellImage | Mask | PixelWindow;

/**
 * Reads the mask of an image. Its size and what it leaves known are checked by `inpaintRegion`.
 *
 * @throws UnreadableImageError naming the file; TypeError if the input is none of them; UnfitMaskError if a rectangle reaches out of the image.
 */
export async function readMask(input: MaskInput, { width, height }: ImageSize): Promise<Mask> {
  if (typeof input === "string") return maskOfImage(await readImage(input));
  if (typeof input !== "object" || input === null) {
    throw new TypeError(
      `inpaint: mask must be a file name, an image, a mask or a rectangle, got ${input}. Give a mask of the size of the image.`,
    );
  }
  if ("fill" in input) return input;
  if ("read" in input) return maskOfImage((await input.read()).reduced());
  if ("data" in input) return maskOfImage(input);
  const { left, top } = input;
  const isInside =
    [left, top, input.width, input.height].every((value) => Number.isInteger(value) && value >= 0) &&
    left + input.width <= width &&
    top + input.height <= height;
  if (!isInside) {
    throw new UnfitMaskError(
      "ERR_MASK_SIZE",
      `inpaint: box must lie in the image of ${width}x${height}, got ${input.width}x${input.height} at left ${left}, top ${top}. Give left, top, width and height in pixels.`,
    );
  }
  return boxMask(width, height, input);
}
