import { undoGeneralizedAnscombe } from "@cellgen/filters";
import type { ModelCard } from "./modelCard.ts";

type Scale = Pick<ModelCard, "valueRange" | "stabilisation" | "bitDepth">;

/** The pixel values that a model knows as -1 and 1, as far as its training files' depth holds them. */
export function plainRange({
  valueRange,
  stabilisation,
  bitDepth,
}: Scale): readonly [min: number, max: number] {
  const [min, max] = stabilisation
    ? undoGeneralizedAnscombe(Float64Array.from(valueRange), stabilisation)
    : valueRange;
  // Of stabilised values the ends come back rounded.
  return [Math.max(min!, 0), Math.min(max!, 2 ** bitDepth - 1)];
}

/**
 * Values that a model works on as values to show or to write: in [-1, 1] and even in the pixels, from -1 for the first of `plainRange` to 1. So
 * `fromUnitRange(plainValues(values, card), plainRange(card), card.bitDepth)` of @cellgen/data gives the pixels of a file.
 *
 * Those of a model without stabilisation are so already, and are returned themselves. The others go back through the transform as they are:
 * they are pixels, not means of pixels.
 */
export function plainValues(values: Float32Array, card: Scale): Float32Array {
  const { valueRange, stabilisation } = card;
  if (!stabilisation) return values;
  const [low, high] = valueRange;
  const stabilised = Float64Array.from(
    values,
    (value) => low + ((Math.min(1, Math.max(-1, value)) + 1) * (high - low)) / 2,
  );
  const [min, max] = plainRange(card);
  return Float32Array.from(
    undoGeneralizedAnscombe(stabilised, stabilisation),
    (pixel) => (2 * (pixel - min)) / (max - min) - 1,
  );
}
