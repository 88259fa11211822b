import type { RangeWarning } from "@cellgen/data";
import type { ImageFolder } from "@cellgen/data/node";

/** Return the pixel values that map to -1 and 1, for each channel if they differ: "0 to 255", "3 to 90; 12 to 200". */
export function rangesText({ ranges }: Pick<ImageFolder, "ranges">): string {
  return [...new Set(ranges.map(([low, high]) => `${rounded(low)} to ${rounded(high)}`))].join("; ");
}

/** Return the text of a warning about the pixel values of a set. */
export function rangeWarningText(warning: RangeWarning): string {
  switch (warning.code) {
    case "hot-pixel":
      return `${warning.file} has a pixel of ${rounded(warning.value)}, far above the ${warning.percentile} percentile of the set, ${rounded(warning.high)}: probably a defective pixel. The range excludes it.`;
    case "mixed-pixel-types":
      return `The files differ in pixel type: ${warning.types.map(({ pixelType, count }) => `${count} of ${pixelType}`).join(", ")}. Each type is mapped by its own range. Check that they show the same kind of image.`;
    case "constant-channel":
      return `All values of channel ${warning.channel} are ${rounded(warning.value)}.`;
    case "values-outside-range":
      return `${(100 * warning.share).toFixed(1)}% of the values lie outside the range and are clipped in training. Use a wider range.`;
  }
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}
