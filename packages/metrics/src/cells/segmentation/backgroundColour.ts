import { intensityOf } from "../measuredImage.ts";
import { otsuThreshold } from "./otsuThreshold.ts";

/**
 * Return the background color of an image, one number per channel. Otsu's threshold of the gray values splits the pixels into brighter and
 * darker ones; the color is the median of the class with the larger share of the image border. On a tie, it is that of the darker ones.
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
