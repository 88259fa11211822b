import type { CellImage } from "../images/cellImage.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { imageThumbnail } from "./imageThumbnail.ts";

/** Side of the thumbnail. */
const SIDE = 16;

/** Minimum standard deviation of a thumbnail, as a share of the range: below it, comparisons are meaningless. */
const MIN_CONTRAST = 0.005;

/** Gray 16x16 thumbnail of an image with mean 0 and length 1, for comparisons that ignore brightness and contrast. */
export type ImageFingerprint = Float32Array;

/**
 * Compute the fingerprint of an image. Changes of brightness, contrast, size and compression hardly change it.
 *
 * @param ranges - Pixel values that map to 0 and 1, for each channel.
 * @returns Undefined if the image has almost no contrast.
 */
export function imageFingerprint(
  image: CellImage,
  ranges: readonly ValueRange[],
): ImageFingerprint | undefined {
  const thumbnail = imageThumbnail(image, ranges, { width: SIDE, height: SIDE });
  const mean = thumbnail.reduce((sum, value) => sum + value, 0) / thumbnail.length;
  const length = Math.sqrt(thumbnail.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  if (!(length / SIDE > MIN_CONTRAST)) return undefined;
  return thumbnail.map((value) => (value - mean) / length);
}
