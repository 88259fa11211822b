import { intensityOf } from "../measuredImage.ts";
import { otsuThreshold } from "./otsuThreshold.ts";

/**
 * The colour of an image's background, a number a channel: the median colour of those pixels, of the brighter ones and the darker ones
 * (Otsu's threshold of the grey values), that have the larger part of the image's edge; at a tie, of the darker ones.
 */
export function backgroundColour(
  planes: readonly Float64Array[],
  height: number,
  width: number,
): Float64Array {
  const intensity = intensityOf(planes);
  const threshold = otsuThreshold(intensity);
  let brighter = 0;
  for (let pixel = 0; pixel < intensity.length; pixel++) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    if (x > 0 && x + 1 < width && y > 0 && y + 1 < height) continue;
    brighter += intensity[pixel]! > threshold ? 1 : -1;
  }
  const isBright = brighter > 0;
  return Float64Array.from(planes, (plane) => {
    const values = plane.filter((_, pixel) => intensity[pixel]! > threshold === isBright).sort();
    return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
  });
}
