import type { ImageFolder } from "@cellgen/data/node";

/** Return the pixel values that map to -1 and 1, for each channel if they differ: "0 to 255", "3 to 90; 12 to 200". */
export function rangesText({ ranges }: Pick<ImageFolder, "ranges">): string {
  return [...new Set(ranges.map(([low, high]) => `${rounded(low)} to ${rounded(high)}`))].join("; ");
}

/** Shorten a pixel value that is not an integer. */
export function rounded(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(5));
}
