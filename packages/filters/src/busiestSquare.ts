import type { FilterImage } from "./filterImage.ts";

/**
 * The square part of an image with the largest variance, of those that lie half a side apart: where most is to be seen.
 *
 * @param side - Of the square, in pixels; a side of the image that is shorter is taken whole.
 * @returns The image itself where it is not larger than the square, else a copy of the part.
 */
export function busiestSquare(image: FilterImage, side: number): FilterImage {
  if (image.height <= side && image.width <= side) return image;
  let busiest: FilterImage | undefined;
  let largest = -1;
  for (const top of places(image.height, side)) {
    for (const left of places(image.width, side)) {
      const part = cut(image, top, left, side);
      const spread = variance(part.values);
      if (spread > largest) [busiest, largest] = [part, spread];
    }
  }
  return busiest!;
}

/** First rows or columns of squares, the last of which ends with the image. */
function places(length: number, side: number): number[] {
  const last = Math.max(0, length - side);
  const steps = Math.ceil(last / (side / 2));
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : Math.round((i * last) / steps)));
}

function cut(image: FilterImage, top: number, left: number, side: number): FilterImage {
  const { channels } = image;
  const height = Math.min(side, image.height);
  const width = Math.min(side, image.width);
  const values = new Float64Array(height * width * channels);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * image.width + left) * channels;
    values.set(image.values.subarray(from, from + width * channels), row * width * channels);
  }
  return { values, height, width, channels };
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
