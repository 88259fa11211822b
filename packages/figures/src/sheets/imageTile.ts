import { type CellImage, compositeOf, type DisplayColors, toUnitRange, type ValueRange } from "@cellgen/data";
import type { Tile } from "./picture.ts";

/**
 * Convert an image to a tile of a figure. Images of other than 1 or 3 channels become a composite, see `displayImage` of @cellgen/data.
 *
 * @param range - Pixel values of black and white, or one such pair for each channel.
 * @param colors - Color of each channel. Not used for an image of another number of channels, such as a gray one among color images.
 * @throws RangeError if a color is unknown.
 */
export function imageTile(
  image: CellImage,
  range: ValueRange | readonly ValueRange[],
  { colors }: DisplayColors = {},
): Tile {
  const { width, height, channels, channelNames } = image;
  return compositeOf(
    { width, height, channels, values: toUnitRange(image, range) },
    { colors: colors?.length === channels ? colors : undefined, channelNames },
  );
}
