/** Median absolute value of the standard normal distribution. */
const MEDIAN_OF_NORMAL = 0.6745;

/**
 * Estimate the standard deviation of white noise in a plane. It is based on the median absolute value of the second difference along both
 * axes,
 * `[1 -2 1]ᵀ [1 -2 1]`, which suppresses flat and linear regions and edges along rows and columns, and scales the noise by 6.
 *
 * @returns 0 for a plane with fewer than 3 rows or columns.
 * @see Immerkær 1996, Computer Vision and Image Understanding 64; with the median instead of the mean, which edges would raise.
 */
export function noiseLevel(plane: Float64Array, height: number, width: number): number {
  if (height < 3 || width < 3) return 0;
  const sizes = new Float64Array((height - 2) * (width - 2));
  const across = (pixel: number) => plane[pixel - 1]! - 2 * plane[pixel]! + plane[pixel + 1]!;
  let place = 0;
  for (let y = 1; y + 1 < height; y++) {
    for (let x = 1; x + 1 < width; x++) {
      const pixel = y * width + x;
      sizes[place++] = Math.abs(across(pixel - width) - 2 * across(pixel) + across(pixel + width));
    }
  }
  sizes.sort();
  return sizes[sizes.length >> 1]! / (6 * MEDIAN_OF_NORMAL);
}
