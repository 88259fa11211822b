import { resample } from "./resample.ts";
import type { UnitImage } from "./unitImage.ts";

/**
 * Resize an image of model values with a three-lobe Lanczos filter.
 *
 * @returns Image of `height` x `width`, clamped to [-1, 1]; the input itself if it already has that size.
 */
export function resizeImage(image: UnitImage, height: number, width: number): UnitImage {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const all = { left: 0, top: 0, width: image.width, height: image.height };
  const values = resample(image.values, image, all, [height, width]);
  for (let i = 0; i < values.length; i++) values[i] = Math.min(1, Math.max(-1, values[i]!));
  return { values, height, width, channels };
}
