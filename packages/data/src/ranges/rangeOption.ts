import { checkValueRange, type ValueRange } from "../images/valueRange.ts";

/** Percentiles of the pixel values that map to -1 and 1. */
export type Percentiles = readonly [low: number, high: number];

/**
 * Rule for the pixel values that map to -1 and 1: percentiles of each channel over the set, given pixel values, or percentiles of each image or
 * group of images, which discard absolute intensity.
 */
export type RangeOption = { readonly percentiles: Percentiles } | ValueRange | "image" | "group";

/** Images that share a mapping from pixel values to model values. Only "set" keeps absolute intensity. */
export type RangeScope = "set" | "group" | "image";

/** Percentiles of the pixel values that map to -1 and 1 unless a range is given. */
const DEFAULT_PERCENTILES: Percentiles = [0.1, 99.9];

export const DEFAULT_RANGE: RangeOption = { percentiles: DEFAULT_PERCENTILES };

/** Return the scope of a rule. */
export function rangeScopeOf(range: RangeOption): RangeScope {
  return typeof range === "string" ? range : "set";
}

/** Return the percentiles of a rule. */
export function percentilesOf(range: RangeOption): Percentiles {
  return typeof range === "object" && "percentiles" in range ? range.percentiles : DEFAULT_PERCENTILES;
}

/** Return the pixel values of a rule; undefined for percentiles. */
export function givenRange(range: RangeOption): ValueRange | undefined {
  return typeof range === "object" && !("percentiles" in range) ? range : undefined;
}

/**
 * Check a rule.
 *
 * @throws RangeError if percentiles are not in increasing order within 0…100, or pixel values are not in increasing order.
 */
export function checkRangeOption(caller: string, range: RangeOption): void {
  if (range === "image" || range === "group") return;
  if (typeof range !== "object") {
    throw new RangeError(
      `${caller}: range must be { percentiles }, [low, high], "image" or "group", got ${JSON.stringify(range)}.`,
    );
  }
  const given = givenRange(range);
  if (given) {
    checkValueRange(caller, given);
    return;
  }
  const [low, high] = percentilesOf(range);
  if (!(low >= 0 && low < high && high <= 100)) {
    throw new RangeError(
      `${caller}: range.percentiles must be [low, high] with 0 <= low < high <= 100, got [${low}, ${high}].`,
    );
  }
}
