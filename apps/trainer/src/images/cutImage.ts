import type { CellImage } from "@cellgen/data";
import type { Window } from "./mask.ts";

/** The part of an image in a window; an image that is wanted whole is returned itself. */
export function cutImage(image: CellImage, { left, top, width, height }: Window): CellImage {
  if (width === image.width && height === image.height) return image;
  const { channels } = image;
  const data = image.data.slice(0, width * height * channels);
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + row), y * row);
  }
  return { width, height, channels, data };
}
