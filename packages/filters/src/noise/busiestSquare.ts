import { cropValues } from "../cropValues.ts";
import type { FilterImage } from "../filterImage.ts";

/**
 * The square of an image with the largest variance, of those on a grid of half its side.
 *
 * @param side - Of the square, in pixels; a side of the image that is shorter is kept.
 * @returns A copy of the square; the image itself if it is not larger.
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

/** First rows or columns of the squares; the last square ends with the image. */
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
