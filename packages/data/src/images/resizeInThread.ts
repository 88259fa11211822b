import type { PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";
import { cropImage } from "./cropImage.ts";
import type { ImageSize } from "./imageSize.ts";
import { scaledPixelSize } from "./pixelSize.ts";
import { integerLimits, newPixels, pixelTypeOf } from "./pixelType.ts";
import { resample, resampleCost } from "./resample.ts";

/** Maximum number of multiplications (about half a millisecond) for resampling in this thread; below it, sharp is always slower. */
const MAX_COST = 300_000;

/**
 * Crop a rectangle from an image and scale it in the calling thread, with a three-lobe Lanczos filter.
 *
 * @param window - Must lie inside the image.
 * @returns Undefined if that takes more than about half a millisecond.
 */
export function resizeInThread(
  image: CellImage,
  size: ImageSize,
  window: PixelWindow,
): CellImage | undefined {
  const { width, height } = size;
  if (window.width === width && window.height === height) return cropImage(image, window);
  if (resampleCost(image.channels, window, size) > MAX_COST) return undefined;
  const data = resamplePixels(image, size, window);
  return { ...image, width, height, data, ...scaledPixelSize(image, window.width / width) };
}

/** Resample in the calling thread. Integer values are rounded and clamped to the limits of their type. */
export function resamplePixels(image: CellImage, size: ImageSize, window: PixelWindow): CellImage["data"] {
  const type = pixelTypeOf(image.data);
  const limits = integerLimits(type);
  const values = resample(image.data, image, window, [size.height, size.width]);
  const out = newPixels(type, values.length);
  if (!limits) out.set(values);
  else {
    const [min, max] = limits;
    for (let i = 0; i < out.length; i++) out[i] = Math.min(max, Math.max(min, Math.round(values[i]!)));
  }
  return out;
}
