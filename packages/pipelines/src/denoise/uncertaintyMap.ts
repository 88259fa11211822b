import type { CellImage } from "@cellgen/data";

/** Standard deviation of the samples of an image, in gray levels of its file. */
export interface Uncertainty {
  /** Root mean square over the channels of each pixel, `[height, width]`. */
  readonly values: Float64Array;
  /** Root mean square over all pixels. */
  readonly rootMeanSquare: number;
}

/** @param deviations - `[height, width, channels]`, in gray levels. */
export function uncertaintyOf(deviations: Float64Array, pixels: number): Uncertainty {
  const channels = deviations.length / pixels;
  const values = Float64Array.from({ length: pixels }, (_, i) =>
    rootMeanSquare(deviations.subarray(i * channels, (i + 1) * channels)),
  );
  return { values, rootMeanSquare: rootMeanSquare(deviations) };
}

/**
 * Convert the uncertainty of an image to a grayscale image: uint16, 256 per gray level of an 8-bit file and 1 per gray level of a 16-bit file;
 * float32 in the file's own units for other files.
 *
 * @param image - The denoised image.
 */
export function uncertaintyMap({ values }: Uncertainty, image: CellImage): CellImage {
  const { width, height, pixelSizeMicrometres } = image;
  const bytes = image.data.BYTES_PER_ELEMENT;
  const unit = bytes === 1 ? 256 : 1;
  return {
    width,
    height,
    channels: 1,
    data:
      bytes <= 2
        ? Uint16Array.from(values, (value) => Math.min(65535, Math.round(unit * value)))
        : Float32Array.from(values),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}
