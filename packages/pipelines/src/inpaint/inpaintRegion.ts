import { cropMask, type ImageSize, imageProcessor, type Mask, maskBounds } from "@cellgen/data";
import type { PixelWindow } from "@cellgen/filters";
import type { ModelCard } from "../model/modelCard.ts";
import { inpaintWindow } from "./inpaintWindow.ts";

/** Error about a mask that cannot be inpainted: no pixel is masked, or none is known. */
export class UnfitMaskError extends RangeError {
  override readonly name = "UnfitMaskError";
  readonly code:
    | "ERR_NOTHING_MASKED"
    | "ERR_NOTHING_KNOWN"
    | "ERR_NOTHING_KNOWN_AT_MODEL_SIZE"
    | "ERR_MASK_SIZE"
    | "ERR_MASK_COLOR";
  /** Description of the problem, without the file name. */
  readonly reason: string;
  /** Name of the image's file, if known. */
  readonly file: string | undefined;

  constructor(code: UnfitMaskError["code"], reason: string, file?: string, options?: ErrorOptions) {
    super(file === undefined ? reason : `${file}: ${reason}`, options);
    this.code = code;
    this.reason = reason;
    this.file = file;
  }

  /** Return the same error with the file name in its message. */
  inFile(file: string): UnfitMaskError {
    return this.file === undefined ? new UnfitMaskError(this.code, this.reason, file, { cause: this }) : this;
  }
}

/** Pixels of an image to inpaint, and the part of the image that is processed for it. */
export interface InpaintRegion {
  /** Mask of the image. */
  readonly mask: Mask;
  readonly window: PixelWindow;
  /** Mask of the window. */
  readonly windowMask: Mask;
  /** Mask in the model's size, `[height, width]`, 1 = inpaint. */
  readonly fitted: Uint8Array;
}

/**
 * Return the region that a model processes to inpaint an image.
 *
 * @param mask - Of the image's size.
 * @throws UnfitMaskError if the mask has another size, masks no pixel, or leaves none known; UnfitImageError if the image cannot be fitted to
 *   the model.
 */
export function inpaintRegion(image: ImageSize, mask: Mask, card: ModelCard): InpaintRegion {
  const { width, height } = image;
  checkMaskSize(image, mask);
  const bounds = maskBounds(mask);
  if (bounds === undefined) {
    throw new UnfitMaskError(
      "ERR_NOTHING_MASKED",
      "inpaint: mask must have pixels to inpaint, got none brighter than half the full range. Use white for pixels to inpaint.",
    );
  }
  if (!mask.fill.includes(0)) {
    throw new UnfitMaskError(
      "ERR_NOTHING_KNOWN",
      "inpaint: mask must leave pixels known, got none. Use black for pixels to keep.",
    );
  }
  const window = inpaintWindow({ width, height }, bounds, card);
  const windowMask = cropMask(mask, window);
  const fitted = imageProcessor(card).fitMask(windowMask);
  if (!fitted.includes(0)) {
    throw new UnfitMaskError(
      "ERR_NOTHING_KNOWN_AT_MODEL_SIZE",
      `inpaint: mask must leave pixels known at the model's ${card.width}x${card.height}, got none. Make the masked region smaller or simpler.`,
    );
  }
  return { mask, window, windowMask, fitted };
}

/** @throws UnfitMaskError if the mask has another size than the image. */
export function checkMaskSize({ width, height }: ImageSize, mask: Mask): void {
  if (mask.width !== width || mask.height !== height) {
    throw new UnfitMaskError(
      "ERR_MASK_SIZE",
      `inpaint: mask must be ${width}x${height}, like the image, got ${mask.width}x${mask.height}. Use a mask of the image's size.`,
    );
  }
}
