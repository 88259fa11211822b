import type { CellImage } from "./cellImage.ts";

/** Round a pixel size that is a ratio of other numbers to six significant digits: 0.4875 instead of 0.48750000000000004. */
export function roundedPixelSize(micrometres: number): number {
  return Number(micrometres.toPrecision(6));
}

/**
 * Return the pixel size of an image whose pixels become larger by a factor, to be spread into the scaled image.
 *
 * @returns An empty object if the pixel size is unknown.
 */
export function scaledPixelSize(
  { pixelSizeMicrometres: size }: Pick<CellImage, "pixelSizeMicrometres">,
  factor: number,
): Pick<CellImage, "pixelSizeMicrometres"> {
  return size === undefined ? {} : { pixelSizeMicrometres: roundedPixelSize(size * factor) };
}
