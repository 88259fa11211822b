import { type ImageProcessor, NoiseRangeError } from "@cellgen/data";
import type { InputFile } from "../../input/readInputs.ts";
import { namingUnfit } from "../../input/unfitImageError.ts";
import type { NoiseSetting } from "../../options/noiseSetting.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";

/**
 * Checks that noise fits an image.
 *
 * @param brightest - The largest value of all 16-bit images that are given together.
 * @throws UnfitImageError if the image is too small to estimate its noise; UsageError if the noise exceeds the image's range.
 */
export function checkNoise(
  noise: NoiseSetting,
  processor: ImageProcessor,
  file: InputFile,
  brightest: number,
): void {
  try {
    namingUnfit(file.path, () => processor.checkNoise(noise, file, brightest));
  } catch (error) {
    if (!(error instanceof NoiseRangeError) || noise.kind === "auto") throw error;
    const { white } = error;
    throw new UsageError(
      noise.kind === "white"
        ? `--noise ${noise.sigma} is more than the whole range of ${shownPath(file.path)}, whose white is ${white}. Give it in grey levels of the file.`
        : `--noise: a gain of ${noise.photon.gain} leaves nothing of ${shownPath(file.path)}, whose white is ${white}. Give gain, offset and read in grey levels of the file.`,
      { cause: error },
    );
  }
}
