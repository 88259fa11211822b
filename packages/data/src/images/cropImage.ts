import { cropValues, type PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";

/**
 * Crop an image to a rectangle.
 *
 * @param window - Must lie inside the image.
 * @returns A copy, or the image itself if the window covers all of it.
 */
export function cropImage(image: CellImage, window: PixelWindow): CellImage {
  const { width, height } = window;
  if (width === image.width && height === image.height) return image;
  return { ...image, width, height, data: cropValues(image.data, image, window) };
}
