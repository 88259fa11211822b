import { checkImage, checkRadius, type FilterImage, type PixelValues } from "../filterImage.ts";
import { imageOf, mirrored, planesOf } from "../planes.ts";
import { quickselect } from "./quickselect.ts";

export interface MedianOptions {
  /** Pixels from the middle of the square window to its edge: 1 is a window of 3x3. 0 changes nothing. */
  readonly radius: number;
}

/**
 * Takes the median of a square window around each pixel, of each channel alone.
 *
 * The image is mirrored at its edges. It equals SciPy's `median_filter(…, size=2 * radius + 1, mode="reflect")`.
 *
 * @returns A new image of the same size and kind of array, whose values all occur in the image.
 * @throws TypeError if the values are no Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, or `radius` is no integer from 0.
 */
export function medianFilter<Values extends PixelValues>(
  image: FilterImage<Values>,
  { radius }: MedianOptions,
): FilterImage<Values> {
  checkImage("medianFilter", image);
  checkRadius("medianFilter", "radius", radius);
  const { height, width } = image;
  const side = 2 * radius + 1;
  const stride = width + 2 * radius;
  const window = new Float64Array(side * side);
  const middle = (window.length - 1) / 2;
  const planes = planesOf(image).map((plane) => {
    const source = mirrored(plane, height, width, radius);
    const out = new Float64Array(plane.length);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        let taken = 0;
        for (let y = row; y < row + side; y++) {
          for (let x = column; x < column + side; x++) window[taken++] = source[y * stride + x]!;
        }
        out[row * width + column] = quickselect(window, middle);
      }
    }
    return out;
  });
  return imageOf(planes, image);
}
