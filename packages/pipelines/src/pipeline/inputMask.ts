import {
  boxMask,
  type CellImage,
  type ImageSize,
  type Mask,
  MaskColorError,
  maskOfImage,
} from "@cellgen/data";
import { type LazyImage, readStoredImage, type StoredImage } from "@cellgen/data/node";
import type { PixelWindow } from "@cellgen/filters";
import { type InpaintRegion, inpaintRegion, UnfitMaskError } from "../inpaint/inpaintRegion.ts";
import type { ModelCard } from "../model/modelCard.ts";

/**
 * The pixels to inpaint: the white or the transparent pixels of a file, the white ones of an image, the 1s of a mask, a rectangle, or the
 * result of `readInpaintRegion` for the same model.
 */
export type MaskInput = string | LazyImage | CellImage | Mask | PixelWindow | InpaintRegion;

/**
 * Read the mask of an image, and find the region to process. To check masks before anything is computed, pass the result on to `inpaint`, so
 * that each mask is read once.
 *
 * @throws UnreadableImageError with the file name; TypeError if the input has another type; UnfitMaskError and UnfitImageError as
 *   `inpaintRegion`.
 */
export async function readInpaintRegion(
  input: MaskInput,
  image: ImageSize,
  card: ModelCard,
): Promise<InpaintRegion> {
  if (typeof input === "object" && input !== null && "fitted" in input) return input;
  return inpaintRegion(image, await readMask(input, image), card);
}

/**
 * @throws UnreadableImageError; TypeError if the input has another type; UnfitMaskError if a rectangle exceeds the image, or an opaque image
 *   has colors.
 */
async function readMask(
  input: Exclude<MaskInput, InpaintRegion>,
  { width, height }: ImageSize,
): Promise<Mask> {
  if (typeof input === "string") return maskOfStored(await readStoredImage(input));
  if (typeof input !== "object" || input === null) {
    throw new TypeError(
      `inpaint: mask must be a file name, an image, a mask or a rectangle, got ${input}. Use a mask of the image's size.`,
    );
  }
  if ("fill" in input) return input;
  if ("read" in input) return maskOfStored(await input.read());
  if ("data" in input) return fittingMask(() => maskOfImage(input));
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

function maskOfStored(stored: StoredImage): Mask {
  return fittingMask(() => maskOfImage(stored.image, stored.alpha()));
}

function fittingMask(mask: () => Mask): Mask {
  try {
    return mask();
  } catch (error) {
    if (!(error instanceof MaskColorError)) throw error;
    throw new UnfitMaskError(
      error.code,
      "inpaint: mask must be gray or partly transparent, got an opaque color image. Use white for pixels to inpaint and black for pixels to keep, or a picture whose transparent pixels are inpainted.",
      undefined,
      { cause: error },
    );
  }
}
