import type { CellImage } from "@cellgen/data";

/** Standard deviation of the samples of an image, in grey levels of its file. */
export interface Uncertainty {
  /** Root mean square over the channels of each pixel, `[height, width]`. */
  readonly values: Float64Array;
  /** Root mean square over all pixels. */
  readonly rootMeanSquare: number;
}

/** @param deviations - `[height, width, channels]`, in grey levels. */
export function uncertaintyOf(deviations: Float64Array, pixels: number): Uncertainty {
  const channels = deviations.length / pixels;
  const values = Float64Array.from({ length: pixels }, (_, i) =>
    rootMeanSquare(deviations.subarray(i * channels, (i + 1) * channels)),
  );
  return { values, rootMeanSquare: rootMeanSquare(deviations) };
}

/**
 * Convert the uncertainty of an image to a 16-bit greyscale image: 256 per grey level of an 8-bit file, 1 per grey level of other files of
 * integers.
 *
 * @param image - The denoised image.
 */
export function uncertaintyMap({ values }: Uncertainty, image: CellImage): CellImage {
  const { width, height } = image;
  const unit = image.data.BYTES_PER_ELEMENT === 1 ? 256 : 1;
  const data = Uint16Array.from(values, (value) => Math.min(65535, Math.round(unit * value)));
  return { width, height, channels: 1, data };
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}
