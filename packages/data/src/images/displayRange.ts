import { bitDepthOf, type CellImage } from "./cellImage.ts";
import { brightestOf, fullScale } from "./fullScale.ts";
import type { ValueRange } from "./valueRange.ts";

/**
 * The values that are shown as black and white where images of one depth stand beside each other: their files' range, but of dark images
 * only as much of it as they use.
 *
 * @param images - At least one.
 */
export function displayRange(images: readonly CellImage[]): ValueRange {
  const most = images.reduce((most, image) => Math.max(most, brightestOf(image)), 1);
  const white = fullScale(bitDepthOf(images[0]!), most);
  return [0, most < white / 2 ? most : white];
}
