import { checkPixels, type Pixels } from "../pixels.ts";

/**
 * The peak signal-to-noise ratio of two images, in decibels.
 *
 * `psnr = 10 log10(dataRange² / mean (a - b)²)`, the mean over all pixels and channels
 *
 * @param a - The values of one image, or of many, in any layout and on any scale.
 * @param b - The values of the other, of the same kind of layout, scale and number.
 * @param dataRange - The largest value that can be less the smallest: 255 for 8 bits, 65535 for 16, 2 for [-1, 1].
 * @returns Decibels; Infinity for equal images.
 * @throws TypeError if an image is none of the arrays of `Pixels`; RangeError if they differ in length, are empty, hold NaN or Infinity,
 *   or if `dataRange` is no number above 0.
 */
export function psnr(a: Pixels, b: Pixels, dataRange: number): number {
  checkPixels("psnr", a, b, dataRange);
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(dataRange ** 2 / (squares / a.length));
}
