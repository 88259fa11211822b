import { resizeImage } from "@cellgen/data";
import { cropValues } from "@cellgen/filters";
import type { SheetRow } from "./comparisonSheet.ts";
import type { Tile } from "./picture.ts";

/** Maximum side in pixels of images shown at full size. Larger images are reduced, with a crop of their center at full resolution. */
const MAX_WHOLE_SIDE = 640;
/** Longer side of the crop in pixels. Enlarged by 2, it is about as large as the reduced image. */
const MIDDLE_SIDE = 180;

/**
 * Return the rows of a comparison sheet for a set of images: the images, and for large images a crop of their center at full resolution.
 *
 * @param tiles - All of one size.
 */
export function rowsWithMiddle(label: string, tiles: readonly Tile[]): SheetRow[] {
  const longest = Math.max(...tiles.flatMap(({ width, height }) => [width, height]));
  if (longest <= MAX_WHOLE_SIDE) return [{ label, tiles }];
  return [
    { label, tiles: tiles.map((tile) => reduced(tile, MAX_WHOLE_SIDE / longest)) },
    { label: "its middle", tiles: tiles.map((tile) => middle(tile, MIDDLE_SIDE / longest)) },
  ];
}

function scaled(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale));
}

function reduced(tile: Tile, scale: number): Tile {
  return resizeImage(tile, scaled(tile.height, scale), scaled(tile.width, scale));
}

function middle({ width, height, channels, values }: Tile, scale: number): Tile {
  const part = { width: scaled(width, scale), height: scaled(height, scale) };
  const [left, top] = [(width - part.width) >> 1, (height - part.height) >> 1];
  return { ...part, channels, values: cropValues(values, { width, channels }, { left, top, ...part }) };
}
