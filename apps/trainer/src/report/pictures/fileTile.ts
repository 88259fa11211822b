import { bitDepthOf, type CellImage, toUnitRange, type ValueRange } from "@cellgen/data";
import { brightest } from "../../images/brightest.ts";
import { fullScale } from "../../images/unitValues.ts";
import type { Tile } from "./picture.ts";

/**
 * What is black and white where images of one depth are shown beside each other: their files' range, but of dark ones only as much of it as they
 * use.
 */
export function shownRange(images: readonly CellImage[]): ValueRange {
  const most = images.reduce((most, { data }) => Math.max(most, brightest(data)), 1);
  const full = fullScale(bitDepthOf(images[0]!), most);
  return [0, most < full / 2 ? most : full];
}

/** An image as a tile of a picture. */
export function fileTile(image: CellImage, range: ValueRange): Tile {
  const { width, height, channels } = image;
  return { width, height, channels, values: toUnitRange(image, range) };
}
