import type { CellImage } from "../images/cellImage.ts";
import { type PixelType, pixelTypeOf, pixelTypes } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { type RangeMeter, rangeMeter } from "./rangeMeter.ts";
import {
  checkRangeOption,
  DEFAULT_RANGE,
  givenRange,
  percentilesOf,
  type RangeOption,
} from "./rangeOption.ts";

/** Measured pixel values of the images of a set that have one pixel type and number of channels. */
export interface SetRange {
  readonly pixelType: PixelType;
  readonly channels: number;
  /** Number of measured images. */
  readonly images: number;
  /** Per channel: pixel values that map to -1 and 1. */
  readonly ranges: readonly ValueRange[];
  readonly min: number;
  readonly max: number;
  /** Largest share of a channel's values that lie outside its range. */
  readonly outside: number;
  /** Channels whose values are all equal. */
  readonly constant: readonly number[];
}

/** Collects the pixel values of the images of a set. */
export interface SetMeter {
  add(image: CellImage): void;
  /** Return the ranges of each pixel type and number of channels; types of more values last. */
  ranges(range?: RangeOption): SetRange[];
}

/** Images of one pixel type and number of channels. */
interface TypeMeter {
  readonly pixelType: PixelType;
  readonly channels: number;
  /** Whether the channels have names, so that three of them are not red, green and blue. */
  readonly isNamed: boolean;
  readonly meter: RangeMeter;
  images: number;
}

/**
 * Create a meter for the ranges of a set.
 *
 * @param images - Maximum number of images that will be added.
 * @param maxKept - Number of evenly spaced values of a channel to keep, instead of exact counts.
 */
export function setMeter(images: number, maxKept?: number): SetMeter {
  const meters = new Map<string, TypeMeter>();
  return {
    add(image) {
      const { channels } = image;
      const pixelType = pixelTypeOf(image.data);
      const key = `${pixelType} ${channels}`;
      let entry = meters.get(key);
      if (!entry) {
        const meter = rangeMeter(pixelType, channels, images, maxKept);
        entry = { pixelType, channels, images: 0, isNamed: image.channelNames !== undefined, meter };
        meters.set(key, entry);
      }
      entry.images++;
      entry.meter.add(image);
    },
    ranges(range = DEFAULT_RANGE) {
      return [...meters.values()]
        .map((entry) => setRange(entry, range))
        .sort(
          (a, b) =>
            pixelTypes.indexOf(a.pixelType) - pixelTypes.indexOf(b.pixelType) || a.channels - b.channels,
        );
    },
  };
}

/**
 * Measure the pixel values of images that map to -1 and 1: [0, 255] for 8-bit color, and by default the 0.1 and 99.9 percentiles of each
 * channel for other images.
 *
 * A percentile p of n sorted values is the value of index `p / 100 (n - 1)`, rounded outwards. Integers of at most 16 bits are counted
 * exactly; of other types, at most 2^20 evenly spaced pixels of each channel are used.
 *
 * @param range - Percentiles of the set, or given pixel values. "image" and "group" measure `images` as one set.
 * @returns One entry for each pixel type and number of channels.
 * @throws RangeError if `range` is invalid.
 */
export function measureRanges(
  images: readonly CellImage[],
  { range = DEFAULT_RANGE }: { readonly range?: RangeOption } = {},
): SetRange[] {
  checkRangeOption("measureRanges", range);
  const meter = setMeter(images.length);
  for (const image of images) meter.add(image);
  return meter.ranges(range);
}

function setRange({ pixelType, channels, images, isNamed, meter }: TypeMeter, option: RangeOption): SetRange {
  const isColour = pixelType === "uint8" && channels === 3 && !isNamed;
  const fixed =
    givenRange(option) ?? (isColour && option === DEFAULT_RANGE ? ([0, 255] as const) : undefined);
  const measured = meter.channels(percentilesOf(option), fixed);
  return {
    pixelType,
    channels,
    images,
    ranges: measured.map(({ range }) => range),
    min: Math.min(...measured.map(({ min }) => min)),
    max: Math.max(...measured.map(({ max }) => max)),
    outside: Math.max(...measured.map(({ outside }) => outside)),
    constant: measured.flatMap(({ isConstant }, channel) => (isConstant ? [channel] : [])),
  };
}
