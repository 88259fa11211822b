import { type CellImage, toUnitRange, type ValueRange } from "@cellgen/data";
import type { Tile } from "./picture.ts";

/**
 * Convert an image to a tile of a figure.
 *
 * @param range - Pixel values of black and white.
 */
export function imageTile(image: CellImage, range: ValueRange): Tile {
  const { width, height, channels } = image;
  return { width, height, channels, values: toUnitRange(image, range) };
}
