import type { BitDepth, CellImage } from "../images/cellImage.ts";
import { fullScale } from "../images/fullScale.ts";
import type { ImageNoise } from "./imageNoise.ts";
import type { PixelScale } from "./pixelScale.ts";
import { UnfitImageError } from "./unfitImageError.ts";
import { varianceStabilization } from "./varianceStabilization.ts";

/** Thrown if the noise exceeds the range of an image, which usually means that it was given in other units. */
export class NoiseRangeError extends RangeError {
  override readonly name = "NoiseRangeError";
  readonly code = "ERR_NOISE_BEYOND_RANGE";
  /** White value of the file. */
  readonly white: number;
  /** Path of the image file, if known. */
  readonly file: string | undefined;

  constructor(white: number, file?: string, options?: ErrorOptions) {
    super(
      `${file === undefined ? "" : `${file}: `}noise must be less than the range of the image (white is ${white}). Give it in grey levels of the file.`,
      options,
    );
    this.white = white;
    this.file = file;
  }

  /** Return the same error with the image file in its message. */
  inFile(file: string): NoiseRangeError {
    return this.file === undefined ? new NoiseRangeError(this.white, file, { cause: this }) : this;
  }
}

/** Minimum length of an image's shorter side for estimating its noise. */
const MIN_ESTIMABLE_SIDE = 3;

/**
 * Check that a noise specification fits an image, before any computation.
 *
 * @param brightest - Maximum value of all 16-bit images that are processed together.
 * @throws UnfitImageError if the noise must be estimated from an image smaller than 3x3; NoiseRangeError if it exceeds the image's range.
 */
export function checkNoise(
  noise: ImageNoise,
  model: PixelScale,
  { width, height, bitDepth }: Pick<CellImage, "width" | "height"> & { readonly bitDepth: BitDepth },
  brightest: number,
): void {
  if (noise.kind === "auto") {
    if (Math.min(width, height) >= MIN_ESTIMABLE_SIDE) return;
    const least = `${MIN_ESTIMABLE_SIDE}x${MIN_ESTIMABLE_SIDE}`;
    throw new UnfitImageError("ERR_IMAGE_TOO_SMALL_FOR_NOISE", {
      reason: `${width}x${height}, too small to estimate its noise`,
      remedy: `Give its noise, or images of at least ${least}.`,
    });
  }
  const white = fullScale(bitDepth, brightest);
  const { range } = varianceStabilization(noise, model, { bitDepth, white });
  if (!((noise.kind === "white" ? noise.sigma : 1) <= range[1] - range[0])) throw new NoiseRangeError(white);
}
