import { boxMask, type CellImage, type Mask, maskOfImage } from "@cellgen/data";
import { readImage } from "@cellgen/data/node";
import type { PixelWindow } from "@cellgen/filters";
import { UnfitMaskError } from "../inpaint/inpaintRegion.ts";

/** What is to be inpainted: the white pixels of a file or an image, the 1s of a mask, or a rectangle. */
export type MaskInput = string | CellImage | Mask | PixelWindow;

/**
 * The mask of an image.
 *
 * @throws UnreadableImageError naming the file; UnfitMaskError if a rectangle reaches out of the image.
 */
export async function readMask(input: MaskInput, { width, height }: CellImage): Promise<Mask> {
  if (typeof input === "string") return maskOfImage(await readImage(input));
  if ("fill" in input) return input;
  if ("data" in input) return maskOfImage(input);
  const { left, top } = input;
  const isInside =
    [left, top, input.width, input.height].every((value) => Number.isInteger(value) && value >= 0) &&
    left + input.width <= width &&
    top + input.height <= height;
  if (!isInside) {
    throw new UnfitMaskError(
      "other-size",
      `inpaint: box must lie in the image of ${width}x${height}, got ${input.width}x${input.height} at left ${left}, top ${top}. Give left, top, width and height in pixels.`,
    );
  }
  return boxMask(width, height, input);
}
