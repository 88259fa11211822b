import { type CellImage, fromUnitRange } from "@cellgen/data";
import type { ModelCard, UnitImage } from "@cellgen/pipelines";
import { plainRange } from "./plainValues.ts";

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
  const [min, max] = plainRange(card);
  // Of stabilised values the ends come back rounded.
  const range = [Math.max(min, 0), Math.min(max, 2 ** card.bitDepth - 1)] as const;
  return { width, height, channels, data: fromUnitRange(values, range, card.bitDepth) };
}
