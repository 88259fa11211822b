import { generalizedAnscombe, type PhotonNoise } from "@cellgen/filters";
import type { ValueRange } from "../../images/valueRange.ts";
import { rangesForChannels } from "../../processor/fileScale.ts";
import type { PixelScale } from "../../processor/pixelScale.ts";
import type { ImageFolder } from "../imageFolder.ts";

/** Thrown if all pixel values lie below the stabilization offset, which would map them to one value. */
export class StabilizationError extends RangeError {
  override readonly name = "StabilizationError";
  readonly code = "ERR_NOTHING_ABOVE_OFFSET";
  /** Range of the pixel values. */
  readonly min: number;
  readonly max: number;

  constructor([min, max]: ValueRange, offset: number) {
    super(
      `folderScale: stabilization.offset must be below the pixel values, ${min} to ${max}, got ${offset}. ` +
        "Give the offset of the files: the value of a pixel without light.",
    );
    this.min = min;
    this.max = max;
  }
}

export interface FolderScaleOptions {
  /** Number of channels of the model. @default that of the folder */
  readonly channels?: number;
  /** Photon noise for the generalized Anscombe transform that is applied first. @default none */
  readonly stabilisation?: Required<PhotonNoise> | undefined;
}

/**
 * Return the pixel scale for training on a folder: the folder's range of each channel maps to [-1, 1].
 *
 * @throws StabilizationError if all pixel values of a channel lie below the offset.
 */
export function folderScale(
  {
    ranges,
    pixelType,
    rangeScope = "set",
  }: Pick<ImageFolder, "ranges" | "pixelType"> & Partial<Pick<ImageFolder, "rangeScope">>,
  { channels = ranges.length, stabilisation }: FolderScaleOptions = {},
): PixelScale {
  const scale = { pixelType, ranges: rangesForChannels(ranges, channels), rangeScope };
  if (!stabilisation) return scale;
  return {
    ...scale,
    ranges: scale.ranges.map((range): ValueRange => {
      const [low, high] = generalizedAnscombe(Float64Array.from(range), stabilisation);
      if (!(high! > low!)) throw new StabilizationError(range, stabilisation.offset);
      return [low!, high!];
    }),
    stabilisation,
  };
}
