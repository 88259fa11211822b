const DIAGONAL = Math.SQRT2;
const MIXED = (1 + DIAGONAL) / 2;

/** The length that a border pixel stands for: a row by its border neighbours at sides, a column by those at corners, 0 to 4 of each. */
const LENGTHS: readonly (readonly number[])[] = [
  [0, 0, DIAGONAL, 0, 0],
  [0, MIXED, MIXED, DIAGONAL, 0],
  [1, 1, 1, 0, 0],
  [1, 1, 1, 0, 0],
  [0, 0, 0, 0, 0],
];

/**
 * The length of a region's border, estimated along the middles of its border pixels: those with a side on the background or on the
 * image's edge. A step over a side counts 1, one over a corner √2, and a pixel with one of each the half of both.
 *
 * @param isInside - Whether the pixel in row y, column x is of the region; also asked beyond the image.
 * @param pixels - The region's, by their numbers in an image of `width`.
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
