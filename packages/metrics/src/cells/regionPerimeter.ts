const DIAGONAL = Math.SQRT2;
const MIXED = (1 + DIAGONAL) / 2;

/**
 * Length per border pixel. The row is its number of edge-adjacent border neighbors, the column that of corner-adjacent ones, each 0 to
 * 4.
 */
const LENGTHS: readonly (readonly number[])[] = [
  [0, 0, DIAGONAL, 0, 0],
  [0, MIXED, MIXED, DIAGONAL, 0],
  [1, 1, 1, 0, 0],
  [1, 1, 1, 0, 0],
  [0, 0, 0, 0, 0],
];

/**
 * Estimate the length of a region's border along the centers of its border pixels, those with an edge on the background or at the image
 * edge. A step across an edge counts 1, a step across a corner √2, and a pixel with one of each half of both.
 *
 * @param isInside - Whether the pixel in row y, column x belongs to the region. Also called for positions outside the image.
 * @param pixels - Flat indices of the region's pixels in an image of `width`.
 * @see Benkrid, Crookes and Benkrid 2000, "Design and FPGA implementation of a perimeter estimator"; scikit-image's `perimeter`.
 */
export function regionPerimeter(
  pixels: Int32Array,
  width: number,
  isInside: (y: number, x: number) => boolean,
): number {
  const isBorder = (y: number, x: number) =>
    isInside(y, x) && !(isInside(y, x - 1) && isInside(y, x + 1) && isInside(y - 1, x) && isInside(y + 1, x));
  let perimeter = 0;
  for (const pixel of pixels) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    if (!isBorder(y, x)) continue;
    let sides = 0;
    let corners = 0;
    for (const step of [-1, 1]) {
      if (isBorder(y, x + step)) sides++;
      if (isBorder(y + step, x)) sides++;
      if (isBorder(y + step, x - 1)) corners++;
      if (isBorder(y + step, x + 1)) corners++;
    }
    perimeter += LENGTHS[sides]![corners]!;
  }
  return perimeter;
}
