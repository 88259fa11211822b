import { resample } from "./resample.ts";
import type { UnitImage } from "./unitImage.ts";

/**
 * Resize an image of model values with a three-lobe Lanczos filter.
 *
 * @returns Image of `height` x `width`, clamped to [-1, 1] or, if larger, to the range of its values; the input itself if it already has that size.
 */
export function resizeImage(image: UnitImage, height: number, width: number): UnitImage {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const all = { left: 0, top: 0, width: image.width, height: image.height };
  const values = resample(image.values, image, all, [height, width]);
  let [min, max] = [-1, 1];
  for (const value of image.values) {
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  for (let i = 0; i < values.length; i++) values[i] = Math.min(max, Math.max(min, values[i]!));
  return { values, height, width, channels };
}
