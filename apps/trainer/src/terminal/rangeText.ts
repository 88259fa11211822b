import type { ImageFolder } from "@cellgen/data/node";

/** Return the pixel values that map to -1 and 1, for each channel if they differ: "0 to 255", "DAPI 3 to 90; GFP 12 to 200". */
export function rangesText({ ranges, channelNames }: Pick<ImageFolder, "ranges" | "channelNames">): string {
  const texts = ranges.map(([low, high]) => `${rounded(low)} to ${rounded(high)}`);
  if (new Set(texts).size === 1) return texts[0]!;
  const names = channelNames?.length === texts.length ? channelNames : undefined;
  return texts.map((text, channel) => (names ? `${names[channel]} ${text}` : text)).join("; ");
}

/** Shorten a pixel value that is not an integer. */
export function rounded(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(5));
}
