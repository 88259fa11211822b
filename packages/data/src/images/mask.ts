import { cropValues, type PixelArray, type PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";
import { luminance } from "./luminance.ts";
import { integerLimits, pixelTypeOf } from "./pixelType.ts";

/** Binary mask of the pixels to inpaint. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** 1 = fill, 0 = known; `[height, width]`. */
  readonly fill: Uint8Array;
}

/** Thrown if an image cannot be a mask because its colors have no meaning there. */
export class MaskColorError extends RangeError {
  override readonly name = "MaskColorError";
  readonly code = "ERR_MASK_COLOR";
}

/** Maximum difference of the channels of a gray pixel, as a share of the range: JPEG files of gray images have a little color. */
const MAX_TINT = 0.1;

/**
 * Convert an image to a mask.
 *
 * Without transparency, pixels brighter than half of the file's range are filled. In a picture with erased parts, the transparent pixels
 * are filled; in a transparent picture with white strokes, the strokes.
 *
 * @param alpha - Opacity of each pixel, in the type of the image. @default opaque
 * @throws MaskColorError if the image has colors and is opaque everywhere.
 */
export function maskOfImage(image: CellImage, alpha?: PixelArray): Mask {
  const { width, height, data, channels } = image;
  const full = integerLimits(pixelTypeOf(data))?.[1] ?? 1;
  const pixels = { length: width * height };
  if (alpha?.some((value) => value !== alpha[0])) {
    const isOpaque = (i: number): boolean => alpha[i]! > full / 2;
    const isWhite = (i: number): boolean =>
      luminance(data, i * channels, channels) > (full / 2) * (alpha[i]! / full);
    let hasStrokesOnly = true;
    for (let i = 0; i < pixels.length && hasStrokesOnly; i++) hasStrokesOnly = !isOpaque(i) || isWhite(i);
    return { width, height, fill: Uint8Array.from(pixels, (_, i) => Number(isOpaque(i) === hasStrokesOnly)) };
  }
  if (channels > 1 && hasColours(image, MAX_TINT * full)) {
    throw new MaskColorError(
      "maskOfImage: image must be gray, got colors. Use white for pixels to inpaint and black for pixels to keep, or a picture whose transparent pixels are inpainted.",
    );
  }
  return {
    width,
    height,
    fill: Uint8Array.from(pixels, (_, i) => Number(luminance(data, i * channels, channels) > full / 2)),
  };
}

function hasColours({ data, channels }: CellImage, tint: number): boolean {
  for (let i = 0; i < data.length; i += channels) {
    for (let c = 1; c < channels; c++) if (Math.abs(data[i + c]! - data[i]!) > tint) return true;
  }
  return false;
}

/**
 * Create a mask that fills a rectangle.
 *
 * @param box - Must lie inside the image.
 */
export function boxMask(width: number, height: number, box: PixelWindow): Mask {
  const fill = new Uint8Array(width * height);
  for (let y = box.top; y < box.top + box.height; y++)
    fill.fill(1, y * width + box.left, y * width + box.left + box.width);
  return { width, height, fill };
}

/** Return the bounding box of the pixels to fill, or undefined if there are none. */
export function maskBounds({ width, height, fill }: Mask): PixelWindow | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let i = 0; i < fill.length; i++) {
    if (fill[i] === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Crop a mask to a rectangle. */
export function cropMask({ width, fill }: Mask, window: PixelWindow): Mask {
  return {
    width: window.width,
    height: window.height,
    fill: cropValues(fill, { width, channels: 1 }, window),
  };
}
