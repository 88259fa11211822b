import { bitDepthOf, type CellImage, toUnitRange, type ValueRange } from "@cellgen/data";
import { brightest } from "../images/brightest.ts";
import { fullScale } from "../images/unitValues.ts";
import type { Tile } from "./picture.ts";

/** What is black and white where an image is shown: its file's range, but for a dark one only as much of it as it uses. */
export function shownRange(image: CellImage): ValueRange {
  const most = Math.max(1, brightest(image.data));
  const full = fullScale(bitDepthOf(image), most);
  return [0, most < full / 2 ? most : full];
}

/** An image as a tile of a picture. */
export function fileTile(image: CellImage, range: ValueRange): Tile {
  const { width, height, channels } = image;
  return { width, height, channels, values: toUnitRange(image, range) };
}
