import { checkRangeOption, DEFAULT_RANGE, givenRange, type RangeOption } from "./rangeOption.ts";

const PAIR = /^\s*(-?[\d.]+(?:e[+-]?\d+)?)(%?)\s*,\s*(-?[\d.]+(?:e[+-]?\d+)?)(%?)\s*$/i;

/**
 * Parse a rule for the range of a set: `set`, `group`, `image`, two pixel values `LOW,HIGH`, or two percentiles `LOW%,HIGH%`.
 *
 * @returns `set` is the 0.1 and 99.9 percentiles of each channel over the set, and [0, 255] for 8-bit color.
 * @throws RangeError if the text is none of these.
 */
export function parseRange(text: string): RangeOption {
  if (text === "set") return DEFAULT_RANGE;
  if (text === "group" || text === "image") return text;
  const pair = PAIR.exec(text);
  if (!pair || pair[2] !== pair[4]) {
    throw new RangeError(
      `parseRange: range must be set, group, image, LOW,HIGH or LOW%,HIGH%, got ${JSON.stringify(text)}.`,
    );
  }
  const numbers = [Number(pair[1]), Number(pair[3])] as const;
  const range: RangeOption = pair[2] === "%" ? { percentiles: numbers } : numbers;
  checkRangeOption("parseRange", range);
  return range;
}

/** Return the canonical text of a rule, so that equal rules have equal texts. */
export function rangeText(range: RangeOption): string {
  if (range === DEFAULT_RANGE) return "set";
  if (typeof range === "string") return range;
  const given = givenRange(range);
  if (given) return given.join(",");
  return "percentiles" in range ? range.percentiles.map((percentile) => `${percentile}%`).join(",") : "set";
}
