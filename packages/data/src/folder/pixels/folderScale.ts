import { generalizedAnscombe, type PhotonNoise } from "@cellgen/filters";
import type { PixelScale } from "../../processor/pixelScale.ts";
import type { ImageFolder } from "../imageFolder.ts";

/** Stabilisation that leaves nothing of the images: all of their pixel values lie below the offset. */
export class StabilizationError extends RangeError {
  override readonly name = "StabilizationError";
  readonly code = "ERR_NOTHING_ABOVE_OFFSET";
  /** Of the pixel values. */
  readonly min: number;
  readonly max: number;

  constructor([min, max]: ImageFolder["valueRange"], offset: number) {
    super(
      `folderScale: stabilisation.offset must be below the pixel values, ${min} to ${max}, got ${offset}. ` +
        "Give the offset of the files themselves, which is the value of a pixel without light.",
    );
    this.min = min;
    this.max = max;
  }
}

/**
 * The pixel scale on which a model is trained on a folder: the folder's value range becomes [-1, 1].
 *
 * @param stabilisation - Photon noise whose generalised Anscombe transform the pixels go through first. @default none
 * @throws StabilizationError if it leaves nothing of the images.
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
