import { compositeOf, type DisplayColors, fromUnitRange } from "@cellgen/data";
import type { UnitImage } from "@cellgen/pipelines";

/**
 * Convert an image to opaque `ImageData` for a canvas, from -1 (black) to 1 (white). Channels other than gray or red, green and blue become a
 * composite.
 */
export function shownImage(
  image: UnitImage,
  display: DisplayColors & { readonly channelNames?: readonly string[] | undefined } = {},
): ImageData {
  const { values, width, height, channels } = compositeOf(image, display);
  const levels = fromUnitRange(values, [0, 255]);
  const shown = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const pixel = levels.subarray(i * channels, (i + 1) * channels);
    shown.data.set(channels === 1 ? [pixel[0]!, pixel[0]!, pixel[0]!] : pixel, 4 * i);
    shown.data[4 * i + 3] = 255;
  }
  return shown;
}
