import { type CellImage, toUnitRange, type ValueRange } from "@cellgen/data";
import type { Tile } from "./picture.ts";

/** An image as a tile of a picture. */
export function fileTile(image: CellImage, range: ValueRange): Tile {
  const { width, height, channels } = image;
  return { width, height, channels, values: toUnitRange(image, range) };
}
