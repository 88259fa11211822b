import { type ImageNoise, type ImageProcessor, NoiseRangeError, type SetRange } from "@cellgen/data";
import type { InputImage } from "@cellgen/data/node";
import { shownPath } from "../../terminal/shownPath.ts";
import { UsageError } from "../../terminal/usageError.ts";

/**
 * Check that a noise level fits an image.
 *
 * @param inputs - Measured ranges of all images of the command.
 * @throws UnfitImageError if the image is too small to estimate its noise; UsageError if the noise exceeds the image's range.
 */
export function checkNoise(
  noise: ImageNoise,
  processor: ImageProcessor,
  file: InputImage,
  inputs: readonly SetRange[],
): void {
  try {
    processor.checkNoise(noise, file, inputs);
  } catch (error) {
    if (!(error instanceof NoiseRangeError) || noise.kind === "auto") throw error;
    const image = `${shownPath(file.path)}, where white is ${error.white}`;
    throw new UsageError(
      noise.kind === "white"
        ? `--noise ${noise.sigma} exceeds the range of ${image}. Give it in gray levels of the file.`
        : `--noise: a gain of ${noise.photon.gain} exceeds the range of ${image}. Give gain, offset and read in gray levels of the file.`,
      { cause: error },
    );
  }
}
