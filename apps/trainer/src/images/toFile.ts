import { type CellImage, fromUnitRange } from "@cellgen/data";
import { type ModelCard, plainRange, type UnitImage } from "@cellgen/pipelines";

/**
 * Plain values (those of `plainValues`) as pixels in the range and depth of the files that the model has learnt from.
 *
 * @throws RangeError if there are neither 1 nor 3 channels.
 */
export function toFile(
  { values, height, width, channels }: UnitImage,
  card: Pick<ModelCard, "valueRange" | "stabilisation" | "bitDepth">,
): CellImage {
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`the model draws images of ${channels} channels; PNG files hold 1 or 3.`);
  }
  return { width, height, channels, data: fromUnitRange(values, plainRange(card), card.bitDepth) };
}
