import { fromUnitRange } from "@cellgen/data";
import type { UnitImage } from "@cellgen/pipelines";

/** Convert an image to opaque `ImageData` for a canvas, from -1 (black) to 1 (white). */
export function shownImage({ values, width, height, channels }: UnitImage): ImageData {
  const levels = fromUnitRange(values, [0, 255]);
  const shown = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const pixel = levels.subarray(i * channels, (i + 1) * channels);
    shown.data.set(channels === 1 ? [pixel[0]!, pixel[0]!, pixel[0]!] : pixel, 4 * i);
    shown.data[4 * i + 3] = 255;
  }
  return shown;
}
