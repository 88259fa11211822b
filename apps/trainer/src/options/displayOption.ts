import { plural } from "@cellgen/data/text";
import { describeSetting, isValidSetting } from "@cellgen/training/defaults";
import { UsageError } from "../terminal/usageError.ts";
import { inGroup } from "./optionTable.ts";
import { checkedRule } from "./rules.ts";

/** The option that colors the channels of images in pictures. */
export const displayOption = inGroup("Output", {
  display: {
    value: "<colors>",
    schema: checkedRule<string>(
      (given) => isValidSetting("display", given),
      describeSetting("display"),
      undefined,
    ),
    defaultNote: "as in training",
    help: "colors of the channels in pictures and image metadata, such as blue,green; auto = by their names",
  },
});

/** Return the colors of a value of --display; undefined for colors by the names of the channels. */
export function colorsOf(display: string | undefined): readonly string[] | undefined {
  return display === undefined || display === "auto"
    ? undefined
    : display.split(",").map((color) => color.trim());
}

/** Check that there is a color for each channel. @throws UsageError if there is not. */
export function checkColors(colors: readonly string[] | undefined, channels: number, whose: string): void {
  if (colors === undefined || colors.length === channels) return;
  throw new UsageError(
    `--display must have one color for each of ${plural(channels, "channel")} of ${whose}, got ${colors.join(",")}.`,
  );
}
