import { type ImageSize, roundedPixelSize } from "@cellgen/data";
import type { ImageFile } from "@cellgen/data/node";
import { croppedSize, shorterSide } from "./croppedSize.ts";

/** Maximum ratio of the pixel sizes of a set, after scaling, that count as equal. */
const EQUAL_RATIO = 1.02;

/**
 * Return the smallest and largest pixel size that files state; undefined if they differ by at most 2 %, or no file states one.
 */
export function differentPixelSizes(
  files: readonly Pick<ImageFile, "pixelSizeMicrometres">[],
): { readonly min: number; readonly max: number } | undefined {
  let [min, max] = [Infinity, 0];
  for (const { pixelSizeMicrometres: size } of files) {
    if (size === undefined) continue;
    min = Math.min(min, size);
    max = Math.max(max, size);
  }
  return max > EQUAL_RATIO * min ? { min, max } : undefined;
}

/**
 * Return the pixel size of a model's images: that of the files times the reduction from the cropped windows to `size`.
 *
 * @param crop - Shorter side of random crops; 0 = whole images.
 * @returns Rounded to six significant digits. Undefined if a file states none, or they differ by more than 2 %.
 */
export function modelPixelSize(
  files: readonly Pick<ImageFile, "width" | "height" | "pixelSizeMicrometres">[],
  size: ImageSize,
  crop: number,
): number | undefined {
  const sizes: number[] = [];
  for (const file of files) {
    if (file.pixelSizeMicrometres === undefined) return undefined;
    const reduction = shorterSide(croppedSize(file, size, crop)) / shorterSide(size);
    sizes.push(roundedPixelSize(file.pixelSizeMicrometres * reduction));
  }
  sizes.sort((a, b) => a - b);
  const [min, max] = [sizes[0], sizes.at(-1)];
  if (min === undefined || max! > EQUAL_RATIO * min) return undefined;
  return sizes[sizes.length >> 1];
}
