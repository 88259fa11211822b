import { checkImage, checkNumber, type FilterImage, type PixelValues } from "../filterImage.ts";
import { imageOf, mirrored, planesOf } from "../planes.ts";

export interface GaussianOptions {
  /** Standard deviation of the Gaussian kernel in pixels. 0 returns a copy. */
  readonly blur: number;
}

/** Kernel radius in standard deviations. */
const TRUNCATE = 4;

/**
 * Apply a Gaussian filter to an image.
 *
 * `u(x) = sum_k w_k g(x + k)`, `w_k ~ exp(-|k|² / (2 blur²))`, truncated at 4 standard deviations, with reflection at the edges
 *
 * Equivalent to SciPy's `gaussian_filter(…, mode="reflect")` on each channel.
 *
 * @returns New image of the same size and array type.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, or `blur` is below 0.
 */
export function gaussianFilter<Values extends PixelValues>(
  image: FilterImage<Values>,
  { blur }: GaussianOptions,
): FilterImage<Values> {
  checkImage("gaussianFilter", image);
  checkNumber("gaussianFilter", "blur", blur);
  const { height, width } = image;
  const kernel = gaussianKernel(blur);
  const radius = (kernel.length - 1) / 2;
  const planes = planesOf(image).map((plane) => {
    const source = mirrored(plane, height, width, radius);
    const rows = alongRows(source, width + 2 * radius, kernel);
    return alongColumns(rows, height, width, kernel);
  });
  return imageOf(planes, image);
}

function gaussianKernel(blur: number): Float64Array {
  if (blur === 0) return Float64Array.of(1);
  const radius = Math.floor(TRUNCATE * blur + 0.5);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / blur) ** 2),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Filter the rows: `[rows, width]` to `[rows, width - kernel.length + 1]`. */
function alongRows(source: Float64Array, width: number, kernel: Float64Array): Float64Array {
  const rows = source.length / width;
  const columns = width - kernel.length + 1;
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * source[row * width + column + k]!;
      out[row * columns + column] = sum;
    }
  }
  return out;
}

/** Filter the columns: `[height + kernel.length - 1, width]` to `[height, width]`. */
function alongColumns(
  source: Float64Array,
  height: number,
  width: number,
  kernel: Float64Array,
): Float64Array {
  const out = new Float64Array(height * width);
  for (let k = 0; k < kernel.length; k++) {
    const weight = kernel[k]!;
    for (let i = 0; i < out.length; i++) out[i]! += weight * source[k * width + i]!;
  }
  return out;
}
