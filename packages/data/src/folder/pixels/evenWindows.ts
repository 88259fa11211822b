import type { PixelWindow } from "@cellgen/filters";
import type { ImageSize } from "../../images/imageSize.ts";

/** Side and number along a side of the windows. */
const WINDOW = 256;
const ALONG_SIDE = 8;

/** Number of windows by which a field that is too large for memory is measured. */
export const EVEN_WINDOWS: number = ALONG_SIDE ** 2;

/** List evenly spaced windows of a field. Those of small fields overlap. */
export function* evenWindows({ width, height }: ImageSize): Generator<PixelWindow> {
  const [w, h] = [Math.min(WINDOW, width), Math.min(WINDOW, height)];
  for (let row = 0; row < ALONG_SIDE; row++) {
    for (let column = 0; column < ALONG_SIDE; column++) {
      const left = Math.round((column * (width - w)) / (ALONG_SIDE - 1));
      const top = Math.round((row * (height - h)) / (ALONG_SIDE - 1));
      yield { left, top, width: w, height: h };
    }
  }
}
