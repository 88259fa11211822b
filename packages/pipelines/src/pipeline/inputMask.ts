import { boxMask, type CellImage, type ImageSize, type Mask, maskOfImage } from "@cellgen/data";
import { type LazyImage, readImage } from "@cellgen/data/node";
import type { PixelWindow } from "@cellgen/filters";
import { UnfitMaskError } from "../inpaint/inpaintRegion.ts";

/** The pixels to inpaint: the white pixels of a file or an image, the 1s of a mask, or a rectangle. */
export type MaskInput = string | LazyImage | CellImage | Mask | PixelWindow;

/**
 * Read the mask of an image. `inpaintRegion` checks its size and that it leaves known pixels.
 *
 * @throws UnreadableImageError with the file name; TypeError if the input has another type; UnfitMaskError if a rectangle exceeds the image.
 */
export async function readMask(input: MaskInput, { width, height }: ImageSize): Promise<Mask> {
  if (typeof input === "string") return maskOfImage(await readImage(input));
  if (typeof input !== "object" || input === null) {
    throw new TypeError(
      `inpaint: mask must be a file name, an image, a mask or a rectangle, got ${input}. Use a mask of the image's size.`,
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
      `inpaint: box must lie within the image of ${width}x${height} pixels, got ${input.width}x${input.height} at left ${left}, top ${top}. Specify left, top, width and height in pixels.`,
    );
  }
  return boxMask(width, height, input);
}
