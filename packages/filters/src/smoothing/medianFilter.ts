import { checkImage, checkRadius, type FilterImage, type PixelValues } from "../filterImage.ts";
import { imageOf, mirrored, planesOf } from "../planes.ts";
import { quickselect } from "./quickselect.ts";

export interface MedianOptions {
  /** Radius of the square window in pixels: 1 is a window of 3x3. 0 returns a copy. */
  readonly radius: number;
}

/**
 * Apply a median filter with a square window to each channel of an image.
 *
 * Equivalent to SciPy's `median_filter(…, size=2 * radius + 1, mode="reflect")`, with reflection at the edges.
 *
 * @returns New image of the same size and array type. All its values occur in the input.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, or `radius` is not a non-negative integer.
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
