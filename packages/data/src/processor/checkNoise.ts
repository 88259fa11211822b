import type { CellImage } from "../images/cellImage.ts";
import { fullScale } from "../images/fullScale.ts";
import { integerLimits, type PixelType } from "../images/pixelType.ts";
import type { SetRange } from "../ranges/setRange.ts";
import { checkChannels, fileScale } from "./fileScale.ts";
import type { ImageNoise } from "./imageNoise.ts";
import type { ImageFormat } from "./pixelScale.ts";
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
      `${file === undefined ? "" : `${file}: `}noise must be less than the range of the image (white is ${white}). Give it in gray levels of the file.`,
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
 * @param inputs - Measured ranges of all files that are processed together; at least of the image.
 * @throws UnfitImageError if the noise must be estimated from an image smaller than 3x3, or the channels do not match; NoiseRangeError if it
 *   exceeds the image's range.
 */
export function checkNoise(
  noise: ImageNoise,
  model: ImageFormat,
  image: Pick<CellImage, "width" | "height" | "channels" | "channelNames"> & {
    readonly pixelType: PixelType;
  },
  inputs: readonly SetRange[],
): void {
  checkChannels(image, model);
  const { width, height, pixelType } = image;
  if (noise.kind === "auto") {
    if (Math.min(width, height) >= MIN_ESTIMABLE_SIDE) return;
    const least = `${MIN_ESTIMABLE_SIDE}x${MIN_ESTIMABLE_SIDE}`;
    throw new UnfitImageError("ERR_IMAGE_TOO_SMALL_FOR_NOISE", {
      reason: `${width}x${height}, too small to estimate its noise`,
      remedy: `Give its noise, or images of at least ${least}.`,
    });
  }
  const ofType = inputs.filter((input) => input.pixelType === pixelType);
  const brightest = Math.max(...ofType.map(({ max }) => max));
  const { maps } = fileScale(
    { ...image, brightest: () => brightest, ranges: () => [integerLimits(pixelType) ?? [0, brightest]] },
    model,
    inputs,
    { matchUnits: true },
  );
  const channels = maps.map((map, modelChannel) => ({ modelChannel, map }));
  const { ranges } = varianceStabilization(noise, model, channels);
  const span = Math.max(...ranges.map(([min, max]) => max - min));
  if (!((noise.kind === "white" ? noise.sigma : 1) <= span)) {
    throw new NoiseRangeError(fullScale(pixelType, brightest));
  }
}
