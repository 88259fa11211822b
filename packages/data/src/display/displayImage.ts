import type { CellImage } from "../images/cellImage.ts";
import type { UnitImage } from "../images/unitImage.ts";
import { fromUnitRange, toUnitRange, type ValueRange } from "../images/valueRange.ts";
import { defaultChannelColors, parseChannelColor } from "./channelColors.ts";
import { displayRanges } from "./displayRanges.ts";

export interface DisplayColors {
  /**
   * Color of each channel: blue, green, red, magenta, cyan, yellow, gray, orange or #rrggbb. @default gray for one channel; red, green and blue
   * for three without names; otherwise by the names of the channels
   */
  readonly colors?: readonly string[] | undefined;
}

/** Options of `displayImage`. */
export interface DisplayImageOptions extends DisplayColors {
  /** Pixel values shown as black and as the full color, for each channel. @default see `displayRanges` */
  readonly ranges?: readonly ValueRange[];
}

/**
 * Convert an image of any pixel type and number of channels to 8-bit gray or RGB for display, like the composite of Fiji.
 *
 * `rgb = Σ_c color_c clamp((value_c - min_c) / (max_c - min_c))`, clipped to 255
 *
 * @returns New image without channel names.
 * @throws RangeError if a color is unknown, or there is not one for each channel.
 */
export function displayImage(image: CellImage, { ranges, colors }: DisplayImageOptions = {}): CellImage {
  const { width, height, channels, channelNames, pixelSizeMicrometres } = image;
  const values = toUnitRange(image, ranges ?? displayRanges([image]));
  const shown = compositeOf({ values, height, width, channels }, { colors, channelNames });
  return {
    width,
    height,
    channels: shown.channels,
    data: fromUnitRange(shown.values, [0, 255]),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
}

/**
 * Convert model values of any number of channels to gray or RGB for display, see {@link displayImage}.
 *
 * @param image - Values in [-1, 1]. Gray and RGB images without colors of their own are returned unchanged.
 * @returns Image of 1 or 3 channels in [-1, 1].
 * @throws RangeError if a color is unknown, or there is not one for each channel.
 */
export function compositeOf(
  image: UnitImage,
  { colors, channelNames }: DisplayColors & { readonly channelNames?: readonly string[] | undefined } = {},
): UnitImage {
  const { values, height, width, channels } = image;
  const isPlain = channels === 1 || (channels === 3 && !channelNames);
  if (isPlain && !colors) return image;
  const names = colors ?? defaultChannelColors(channels, channelNames);
  if (names.length !== channels) {
    throw new RangeError(
      `displayImage: colors must have one color for each of ${channels} channels, got ${names.length}.`,
    );
  }
  const parsed = names.map(parseChannelColor);
  const shown = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        const share = (values[pixel * channels + channel]! + 1) / 2;
        sum += parsed[channel]![c]! * Math.min(1, Math.max(0, share));
      }
      shown[pixel * 3 + c] = 2 * Math.min(1, sum) - 1;
    }
  }
  return { values: shown, height, width, channels: 3 };
}
