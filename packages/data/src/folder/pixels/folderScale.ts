import { generalizedAnscombe, type PhotonNoise } from "@cellgen/filters";
import type { PixelScale } from "../../processor/pixelScale.ts";
import type { ImageFolder } from "../imageFolder.ts";

/** Thrown if all pixel values lie below the stabilisation offset, which would map them to one value. */
export class StabilizationError extends RangeError {
  override readonly name = "StabilizationError";
  readonly code = "ERR_NOTHING_ABOVE_OFFSET";
  /** Range of the pixel values. */
  readonly min: number;
  readonly max: number;

  constructor([min, max]: ImageFolder["valueRange"], offset: number) {
    super(
      `folderScale: stabilisation.offset must be below the pixel values, ${min} to ${max}, got ${offset}. ` +
        "Give the offset of the files: the value of a pixel without light.",
    );
    this.min = min;
    this.max = max;
  }
}

/**
 * Return the pixel scale for training on a folder: the folder's value range maps to [-1, 1].
 *
 * @param stabilisation - Photon noise for the generalised Anscombe transform that is applied first. @default none
 * @throws StabilizationError if all pixel values lie below the offset.
 */
export function folderScale(
  { valueRange, bitDepth }: Pick<ImageFolder, "valueRange" | "bitDepth">,
  stabilisation?: Required<PhotonNoise>,
): PixelScale {
  const [min, max] = valueRange;
  if (!stabilisation) return { valueRange: [min, max], bitDepth };
  const [low, high] = generalizedAnscombe(Float64Array.of(min, max), stabilisation);
  if (!(high! > low!)) throw new StabilizationError(valueRange, stabilisation.offset);
  return { valueRange: [low!, high!], stabilisation, bitDepth };
}
