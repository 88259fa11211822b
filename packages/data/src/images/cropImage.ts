import { cropValues, type PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";

/**
 * Crops an image to a rectangle.
 *
 * @param window - Inside the image.
 * @returns A copy; the image itself if the window is all of it.
 */
export function cropImage(image: CellImage, window: PixelWindow): CellImage {
  const { width, height } = window;
  if (width === image.width && height === image.height) return image;
  return { ...image, width, height, data: cropValues(image.data, image, window) };
}
