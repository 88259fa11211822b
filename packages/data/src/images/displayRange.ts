import { bitDepthOf, type CellImage } from "./cellImage.ts";
import { brightestOf, fullScale } from "./fullScale.ts";
import type { ValueRange } from "./valueRange.ts";

/**
 * Return the pixel values to display as black and white when images of one bit depth are shown together: the range of their files, or
 * only its used part if the images are dark.
 *
 * @param images - At least one.
 */
export function displayRange(images: readonly CellImage[]): ValueRange {
  const most = images.reduce((most, image) => Math.max(most, brightestOf(image)), 1);
  const white = fullScale(bitDepthOf(images[0]!), most);
  return [0, most < white / 2 ? most : white];
}
