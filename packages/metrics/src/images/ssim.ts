import { checkPixels, type Pixels } from "../pixels.ts";
import { ssimMap, WINDOW_SIZE } from "./ssimMap.ts";

export interface SsimOptions {
  /** Pixels, at least 11. */
  readonly height: number;
  /** Pixels, at least 11. */
  readonly width: number;
  /** @default 1 */
  readonly channels?: number;
  /** Maximum minus minimum possible value: 255 for 8 bits, 65535 for 16 bits, 2 for [-1, 1]. */
  readonly dataRange: number;
}

/**
 * Compute the structural similarity index (SSIM) of two images, with the window of the paper: 11x11, Gaussian with standard deviation 1.5.
 *
 * `ssim = mean of (2 mean_a mean_b + C1) (2 cov_ab + C2) / ((mean_a² + mean_b² + C1) (var_a + var_b + C2))`, with the weighted moments
 * in the window around a pixel, `C1 = (0.01 dataRange)²`, `C2 = (0.03 dataRange)²`
 *
 * The mean is over the pixels whose window lies inside the image, and over the channels. Equivalent to scikit-image's
 * `structural_similarity(…, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)`. The paper assumes non-negative means: add 1 to
 * pixels in [-1, 1] to get the value of the same image in 8 bits.
 *
 * @param a - One image, `[height, width, channels]`.
 * @param b - The image to compare, of the same shape and scale.
 * @returns -1…1; 1 for identical images.
 * @throws TypeError if an image is not of a type in `Pixels`; RangeError if one does not have height * width * channels values, contains
 *   NaN or Infinity, is smaller than 11x11, or if an option is out of range.
 * @see Wang et al. 2004, IEEE Transactions on Image Processing 13, Eq. 13 to 17.
 */
export function ssim(a: Pixels, b: Pixels, options: SsimOptions): number {
  const { height, width, channels = 1, dataRange } = options;
  for (const [name, value, least] of [
    ["height", height, WINDOW_SIZE],
    ["width", width, WINDOW_SIZE],
    ["channels", channels, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`ssim: ${name} must be an integer of at least ${least}, got ${value}.`);
    }
  }
  checkPixels("ssim", a, b, dataRange);
  if (a.length !== height * width * channels) {
    throw new RangeError(
      `ssim: a must have ${height} x ${width} x ${channels} = ${height * width * channels} values, got ${a.length}.`,
    );
  }
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (const value of ssimMap(a, b, { height, width, channels }, channel, dataRange)) sum += value;
  }
  return sum / ((height - WINDOW_SIZE + 1) * (width - WINDOW_SIZE + 1) * channels);
}
