import type { CellImage } from "../images/cellImage.ts";
import { brightestOf } from "../images/fullScale.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { measureRanges } from "../ranges/setRange.ts";

/**
 * Return the pixel values to display as black and white when images of one pixel type and number of channels are shown together, for each
 * channel: the 0.1 and 99.9 percentiles; for 8-bit color 0 to 255, or 0 to the maximum if the images are dark.
 *
 * @param images - At least one.
 */
export function displayRanges(images: readonly CellImage[]): readonly ValueRange[] {
  const [{ data, channels, channelNames }] = images as readonly [CellImage];
  if (!(data instanceof Uint8Array && channels === 3) || channelNames) {
    return measureRanges(images).at(-1)!.ranges;
  }
  const most = images.reduce((most, image) => Math.max(most, brightestOf(image)), 1);
  return new Array<ValueRange>(channels).fill([0, most < 255 / 2 ? most : 255]);
}
