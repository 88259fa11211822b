import { parseChannelColor, parseRange, type RangeOption, rangeText } from "@cellgen/data";

/** Return the rule of a range setting; undefined if it is invalid. */
export function rangeOf(setting: unknown): RangeOption | undefined {
  if (typeof setting !== "string") return undefined;
  try {
    return parseRange(setting);
  } catch {
    return undefined;
  }
}

/** Return the canonical text of a valid range setting, so that equal settings have equal texts. */
export function canonicalRange(setting: string): string {
  return rangeText(rangeOf(setting)!);
}

/** Return the colors of a display setting; undefined for "auto", and if a color is invalid. */
export function coloursOf(setting: unknown): readonly string[] | undefined {
  if (typeof setting !== "string" || setting === "auto") return undefined;
  const colours = setting.split(",").map((colour) => colour.trim());
  try {
    colours.forEach(parseChannelColor);
    return colours;
  } catch {
    return undefined;
  }
}
