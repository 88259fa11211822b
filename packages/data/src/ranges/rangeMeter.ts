import type { CellImage } from "../images/cellImage.ts";
import { integerLimits, type PixelType, pixelArrays } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import type { Percentiles } from "./rangeOption.ts";

/** Pixel values of one channel of a set. */
interface ChannelRange {
  /** Values at the percentiles; the type's full scale, or `[v, v + 1]`, if all values are v. */
  readonly range: ValueRange;
  readonly min: number;
  readonly max: number;
  /** Share of the values outside `range`. */
  readonly outside: number;
  readonly isConstant: boolean;
}

/** Collects the pixel values of images of one type and number of channels. */
export interface RangeMeter {
  add(image: CellImage): void;
  /**
   * Return the range of each channel. NaN and infinities are ignored.
   *
   * @param fixed - Range to use instead of the percentiles.
   */
  channels(percentiles: Percentiles, fixed?: ValueRange): ChannelRange[];
}

/** Collects the values of one channel. */
interface ChannelMeter {
  add(data: CellImage["data"], channel: number, channels: number): void;
  /** Sorted values with their counts. */
  sorted(): { readonly values: ArrayLike<number>; readonly counts?: Float64Array };
  readonly limits: { min: number; max: number };
}

/** Maximum number of values of a channel that are kept of images of 32-bit or floating-point type. */
const MAX_KEPT = 2 ** 20;

/**
 * Create a meter for images of one pixel type.
 *
 * Integers of at most 16 bits are counted exactly. Of other types, every n-th pixel is kept: all pixels if the set has at most 2^20.
 *
 * @param images - Number of images that will be added, to divide the kept pixels among them.
 * @param maxKept - Number of values of a channel that are kept of images of every type, instead of exact counts.
 */
export function rangeMeter(
  pixelType: PixelType,
  channels: number,
  images: number,
  maxKept?: number,
): RangeMeter {
  const limits = integerLimits(pixelType);
  const isCounted = maxKept === undefined && pixelArrays[pixelType].BYTES_PER_ELEMENT <= 2;
  const keptPerImage = Math.ceil((maxKept ?? MAX_KEPT) / Math.max(1, images));
  const meters = Array.from({ length: channels }, () =>
    limits && isCounted ? countingMeter(limits) : samplingMeter(keptPerImage),
  );
  return {
    add({ data }) {
      meters.forEach((meter, channel) => {
        meter.add(data, channel, channels);
      });
    },
    channels: (percentiles, fixed) =>
      meters.map((meter) => channelRange(meter, percentiles, pixelType, fixed)),
  };
}

/** Counts every value of a type of at most 16 bits. */
function countingMeter([first, last]: readonly [number, number]): ChannelMeter {
  const counts = new Float64Array(last - first + 1);
  const values = { length: counts.length };
  return {
    add(data, channel, channels) {
      for (let i = channel; i < data.length; i += channels) counts[data[i]! - first]!++;
    },
    sorted: () => ({ values: Float64Array.from(values, (_, i) => first + i), counts }),
    get limits() {
      let max = counts.length - 1;
      while (max > 0 && counts[max] === 0) max--;
      return {
        min:
          first +
          Math.max(
            0,
            counts.findIndex((count) => count > 0),
          ),
        max: first + max,
      };
    },
  };
}

/** Keeps evenly spaced values. */
function samplingMeter(keptPerImage: number): ChannelMeter {
  const kept: Float64Array[] = [];
  const limits = { min: Infinity, max: -Infinity };
  return {
    add(data, channel, channels) {
      const pixels = data.length / channels;
      const step = Math.max(1, Math.ceil(pixels / keptPerImage));
      const values = new Float64Array(Math.ceil(pixels / step));
      let count = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        const value = data[pixel * channels + channel]!;
        if (!Number.isFinite(value)) continue;
        if (value < limits.min) limits.min = value;
        if (value > limits.max) limits.max = value;
        if (pixel % step === 0) values[count++] = value;
      }
      kept.push(values.subarray(0, count));
    },
    sorted() {
      const values = new Float64Array(kept.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of kept) {
        values.set(part, at);
        at += part.length;
      }
      return { values: values.sort() };
    },
    limits,
  };
}

function channelRange(
  meter: ChannelMeter,
  [low, high]: Percentiles,
  pixelType: PixelType,
  fixed: ValueRange | undefined,
): ChannelRange {
  const { min, max } = meter.limits;
  if (!(min < max)) {
    const value = Number.isFinite(min) ? min : 0;
    const range = fixed ?? constantRange(value, pixelType);
    return { range, min: value, max: value, outside: 0, isConstant: true };
  }
  const { values, counts } = meter.sorted();
  const total = counts ? counts.reduce((sum, count) => sum + count, 0) : values.length;
  const at = (rank: number): number => {
    if (!counts) return values[rank]!;
    let i = 0;
    for (let sum = counts[0]!; sum <= rank; sum += counts[i]!) i++;
    return values[i]!;
  };
  const bottom = at(Math.floor((low / 100) * (total - 1)));
  const top = at(Math.ceil((high / 100) * (total - 1)));
  // Almost all values are equal: the percentiles say nothing about the others.
  const range = fixed ?? (bottom < top ? ([bottom, top] as const) : ([min, max] as const));
  let outside = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < range[0] || values[i]! > range[1]) outside += counts ? counts[i]! : 1;
  }
  return { range, min, max, outside: outside / total, isConstant: false };
}

function constantRange(value: number, pixelType: PixelType): ValueRange {
  return pixelType === "uint8" || pixelType === "uint16" ? integerLimits(pixelType)! : [value, value + 1];
}
