import type { CellImage } from "../images/cellImage.ts";
import type { PixelType } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";

/** Number of bins. */
const BINS = 64;

/** Distribution of the pixel values of one channel of the images of a set that have one pixel type and number of channels. */
export interface ChannelHistogram {
  readonly pixelType: PixelType;
  /** Number of channels of the images. */
  readonly channels: number;
  readonly channel: number;
  /** Name of the channel, if known. */
  readonly name?: string;
  /** Lower end of the first bin and upper end of the last one. Values beyond are counted in these bins. */
  readonly range: ValueRange;
  /** Number of values in each of 64 bins of equal width. NaN is not counted. */
  readonly counts: readonly number[];
}

/** Counts the pixel values of images. */
export interface HistogramMeter {
  add(image: CellImage): void;
  /** Return the counts of each channel. */
  counts(): readonly (readonly number[])[];
}

/** @param ranges - Lower end of the first bin and upper end of the last one, for each channel. */
export function histogramMeter(ranges: readonly ValueRange[]): HistogramMeter {
  const bins = ranges.map(() => new Float64Array(BINS));
  return {
    add({ channels, data }) {
      for (let c = 0; c < channels; c++) {
        const [low, high] = ranges[c]!;
        const scale = BINS / (high - low);
        const counts = bins[c]!;
        for (let i = c; i < data.length; i += channels) {
          const bin = Math.floor((data[i]! - low) * scale);
          if (!Number.isNaN(bin)) counts[Math.min(BINS - 1, Math.max(0, bin))]!++;
        }
      }
    },
    counts: () => bins.map((counts) => [...counts]),
  };
}
