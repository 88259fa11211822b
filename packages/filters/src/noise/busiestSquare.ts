import { cropValues } from "../cropValues.ts";
import type { FilterImage } from "../filterImage.ts";

/**
 * Find the square of an image with the largest variance, on a grid of half its side.
 *
 * @param side - Side of the square in pixels. Shorter sides of the image are kept.
 * @returns A copy of the square, or the image itself if it is not larger.
 */
export function busiestSquare(image: FilterImage, side: number): FilterImage {
  if (image.height <= side && image.width <= side) return image;
  const all = Float64Array.from(image.values);
  const size = { height: Math.min(side, image.height), width: Math.min(side, image.width) };
  let busiest: FilterImage | undefined;
  let largest = -1;
  for (const top of gridStarts(image.height, side)) {
    for (const left of gridStarts(image.width, side)) {
      const values = cropValues(all, image, { left, top, ...size });
      const spread = variance(values);
      if (spread > largest) [busiest, largest] = [{ values, ...size, channels: image.channels }, spread];
    }
  }
  return busiest!;
}

/** Return the first rows or columns of the squares. The last square ends at the edge of the image. */
function gridStarts(length: number, side: number): number[] {
  const last = Math.max(0, length - side);
  const steps = Math.ceil(last / (side / 2));
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : Math.round((i * last) / steps)));
}

function variance(values: FilterImage["values"]): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return squares / values.length - (sum / values.length) ** 2;
}
