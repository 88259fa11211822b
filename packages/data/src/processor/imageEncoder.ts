import type { CellImage } from "../images/cellImage.ts";
import { luminance } from "../images/luminance.ts";
import { integerLimits, isFloatType, type PixelType, pixelTypeOf } from "../images/pixelType.ts";
import type { FileScale, PixelMap } from "./fileScale.ts";
import { type PixelScale, pixelRanges, unitsOfPixels } from "./pixelScale.ts";

/** Converts images of any pixel type and color to model values. */
export interface ImageEncoder {
  /**
   * Encode an image: gray becomes equal channels; for a gray model, color becomes its luminance. NaN becomes -1; infinities become -1 and 1.
   *
   * @param clip - Whether values outside the model's range are clipped to [-1, 1], as in training.
   * @param out - Receives the values. @default a new array
   * @returns `out`, `[height, width, channels]`.
   */
  encode(image: CellImage, scale: FileScale, clip: boolean, out?: Float32Array): Float32Array;
  /** Return the share of an image's values that lie outside the model's range. */
  outsideShare(image: CellImage, scale: FileScale): number;
}

/** Model values of all pixel values of a type of at most 16 bits. */
interface UnitTable {
  readonly first: number;
  readonly units: Float32Array;
  readonly clipped: Float32Array;
}

/** Tolerance for rounding at the limits of the range. */
const LIMIT = 1 + 1e-6;

/**
 * Create an encoder for a model, with lookup tables of all pixel values of 8- and 16-bit types.
 *
 * `unit = 2 (f(gain pixel + offset) - min) / (max - min) - 1`, see {@link unitsOfPixels}
 *
 * @param channels - Number of channels of the model.
 */
export function imageEncoder(channels: number, scale: PixelScale): ImageEncoder {
  const tables = new Map<string, UnitTable>();
  const ends = pixelRanges(scale);

  /** Convert pixel values of a file for one channel of the model, in place of `pixels`. */
  const unitsOf = (pixels: Float64Array, { gain, offset }: PixelMap, channel: number): Float64Array => {
    const [low, high] = ends[channel]!;
    for (let i = 0; i < pixels.length; i++) {
      const pixel = pixels[i]! * gain + offset;
      pixels[i] = Number.isFinite(pixel) ? pixel : pixel > 0 ? high : low;
    }
    return unitsOfPixels(pixels, scale, channel);
  };

  const tableOf = (type: PixelType, map: PixelMap, channel: number, isShared: boolean): UnitTable => {
    const key = `${type} ${map.gain} ${map.offset} ${scale.ranges[channel]}`;
    let table = tables.get(key);
    if (!table) {
      const [first, last] = integerLimits(type)!;
      const pixels = Float64Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const units = Float32Array.from(unitsOf(pixels, map, channel));
      table = { first, units, clipped: units.map(clamp) };
      if (isShared) tables.set(key, table);
    }
    return table;
  };

  /** Return the tables of the model's channels; undefined if direct computation is cheaper. */
  const tablesFor = ({ data }: CellImage, { maps, isShared }: FileScale): UnitTable[] | undefined => {
    const type = pixelTypeOf(data);
    const bytes = data.BYTES_PER_ELEMENT;
    if (bytes > 2 || isFloatType(type)) return undefined;
    if (!isShared && channels * 2 ** (8 * bytes) > data.length) return undefined;
    return maps.map((map, channel) => tableOf(type, map, channel, isShared));
  };

  /** Call `take` with the unclipped model values of each row of each channel of the model. */
  const eachRow = (
    { width, height, channels: stored, data }: CellImage,
    { maps }: FileScale,
    take: (units: Float64Array, firstPixel: number, channel: number) => void,
  ): void => {
    const isLuminance = stored === 3 && channels === 1;
    for (let first = 0; first < width * height; first += width) {
      for (let channel = 0; channel < channels; channel++) {
        const from = stored === channels ? channel : 0;
        const row = new Float64Array(width);
        for (let x = 0; x < width; x++) {
          const at = (first + x) * stored;
          row[x] = isLuminance ? luminance(data, at, stored) : data[at + from]!;
        }
        take(unitsOf(row, maps[channel]!, channel), first, channel);
      }
    }
  };

  const isLuminance = (image: CellImage): boolean => image.channels === 3 && channels === 1;

  return {
    encode(image, fileScale, clip, out = new Float32Array(image.width * image.height * channels)) {
      const { width, data, channels: stored } = image;
      const tables = isLuminance(image) ? undefined : tablesFor(image, fileScale);
      if (!tables) {
        eachRow(image, fileScale, (units, first, channel) => {
          for (let x = 0; x < width; x++) {
            out[(first + x) * channels + channel] = clip ? clamp(units[x]!) : units[x]!;
          }
        });
        return out;
      }
      const [{ first }] = tables as [UnitTable];
      const lookups = tables.map(({ units, clipped }) => (clip ? clipped : units));
      if (stored === channels && lookups.every((lookup) => lookup === lookups[0])) {
        lookUp(data, lookups[0]!, first, out);
        return out;
      }
      lookups.forEach((lookup, channel) => {
        const from = stored === channels ? channel : 0;
        for (let i = from, o = channel; o < out.length; i += stored, o += channels) {
          out[o] = lookup[data[i]! - first]!;
        }
      });
      return out;
    },
    outsideShare(image, fileScale) {
      const { data, channels: stored, width, height } = image;
      let outside = 0;
      const tables = isLuminance(image) ? undefined : tablesFor(image, fileScale);
      if (!tables) {
        eachRow(image, fileScale, (units) => {
          for (const unit of units) if (Math.abs(unit) > LIMIT) outside++;
        });
      } else {
        tables.forEach(({ units, first }, channel) => {
          const from = stored === channels ? channel : 0;
          for (let i = from; i < data.length; i += stored) {
            if (Math.abs(units[data[i]! - first]!) > LIMIT) outside++;
          }
        });
      }
      return outside / (width * height * channels);
    },
  };
}

function lookUp(data: CellImage["data"], table: Float32Array, first: number, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = table[data[i]! - first]!;
}

function clamp(unit: number): number {
  return Math.min(1, Math.max(-1, unit));
}
