/** The median of |normal numbers| of deviation 1. */
const MEDIAN_OF_NORMAL = 0.6745;

/**
 * The deviation of white noise in a plane, by what is neither flat nor a slope nor an edge along rows or columns: the median size of the
 * second difference over both, `[1 -2 1]ᵀ [1 -2 1]`, whose deviation is 6 of the noise's.
 *
 * @returns 0 for a plane with fewer than 3 rows or columns.
 * @see Immerkær 1996, Computer Vision and Image Understanding 64; the median in place of the mean, which edges would raise.
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
