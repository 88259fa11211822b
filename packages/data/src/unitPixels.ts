import { type BitDepth, bitDepthOf, type CellImage } from "./cellImage.ts";
import { luminance } from "./luminance.ts";
import { unitValue, type ValueRange } from "./valueRange.ts";

/** Turns an image of any depth and colour into values of a set. */
export type UnitPixels = (image: CellImage) => Float32Array;

/**
 * A function of each pixel value alone, such as one that makes noise equally strong everywhere.
 * It gives a new array of as many values, none smaller than that of a smaller pixel.
 */
export type PixelTransform = (pixels: Float64Array) => Float64Array;

/**
 * Images of mixed depth and colour to one number of channels in [-1, 1].
 *
 * Grey becomes three equal channels, colour becomes its luminance. In a 16-bit set the value v of an 8-bit image stands for 257 v.
 *
 * @param valueRange - What becomes -1 and 1, of what the transform gives.
 * @returns A function: image → `[height, width, channels]`.
 */
export function unitPixels(
  channels: 1 | 3,
  bitDepth: BitDepth,
  valueRange: ValueRange,
  transform: PixelTransform = (pixels) => pixels,
): UnitPixels {
  const toUnit = (pixels: Float64Array): Float32Array =>
    Float32Array.from(transform(pixels), (value) => unitValue(value, valueRange));
  const tables = new Map<BitDepth, Float32Array>();
  const tableOf = (depth: BitDepth): Float32Array => {
    let table = tables.get(depth);
    if (!table) {
      const scale = depthScale(depth, bitDepth);
      table = toUnit(Float64Array.from({ length: 2 ** depth }, (_, value) => value * scale));
      tables.set(depth, table);
    }
    return table;
  };
  return (image) => {
    const { width, height, data } = image;
    const depth = bitDepthOf(image);
    if (channels < image.channels) {
      const scale = depthScale(depth, bitDepth);
      const grey = (_: unknown, i: number): number =>
        luminance(data, i * image.channels, image.channels) * scale;
      return toUnit(Float64Array.from({ length: width * height }, grey));
    }
    const table = tableOf(depth);
    const out = new Float32Array(width * height * channels);
    if (image.channels === channels) {
      for (let i = 0; i < data.length; i++) out[i] = table[data[i]!]!;
    } else {
      for (let i = 0; i < data.length; i++) out.fill(table[data[i]!]!, 3 * i, 3 * i + 3);
    }
    return out;
  };
}

const depthScale = (from: BitDepth, to: BitDepth): number => (from === to ? 1 : to === 16 ? 257 : 1 / 257);
