import { checkPixels, type Pixels } from "../pixels.ts";

/**
 * Compute the peak signal-to-noise ratio of two images in decibels.
 *
 * `psnr = 10 log10(dataRange² / mean (a - b)²)`, the mean over all pixels and channels
 *
 * @param a - Values of one or more images, in any layout and on any scale.
 * @param b - Values to compare, of the same layout, scale and length.
 * @param dataRange - Maximum minus minimum possible value: 255 for 8 bits, 65535 for 16 bits, 2 for [-1, 1].
 * @returns Decibels; Infinity for identical images.
 * @throws TypeError if an image is not of a type in `Pixels`; RangeError if they differ in length, are empty, contain NaN or Infinity,
 *   or if `dataRange` is not above 0.
 */
export function psnr(a: Pixels, b: Pixels, dataRange: number): number {
  checkPixels("psnr", a, b, dataRange);
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(dataRange ** 2 / (squares / a.length));
}
