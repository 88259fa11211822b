import { type BitDepth, bitDepthOf, type CellImage } from "./cellImage.ts";
import { luminance } from "./luminance.ts";
import { unitTable, unitValue, type ValueRange } from "./valueRange.ts";

/** Turns an image of any depth and colour into values of a set. */
export type UnitPixels = (image: CellImage) => Float32Array;

/**
 * Images of mixed depth and colour to one number of channels in [-1, 1].
 *
 * Grey becomes three equal channels, colour becomes its luminance. In a 16-bit set the value v of an 8-bit image stands for 257 v.
 *
 * @returns A function: image → `[height, width, channels]`.
 */
export function unitPixels(channels: 1 | 3, bitDepth: BitDepth, valueRange: ValueRange): UnitPixels {
  const tables = new Map<BitDepth, Float32Array>();
  const tableOf = (depth: BitDepth): Float32Array => {
    let table = tables.get(depth);
    if (!table) {
      const scale = depthScale(depth, bitDepth);
      table = unitTable([valueRange[0] / scale, valueRange[1] / scale], depth)!;
      tables.set(depth, table);
    }
    return table;
  };
  return (image) => {
    const { width, height, data } = image;
    const depth = bitDepthOf(image);
    const table = tableOf(depth);
    const out = new Float32Array(width * height * channels);
    if (image.channels === channels) {
      for (let i = 0; i < data.length; i++) out[i] = table[data[i]!]!;
    } else if (channels === 3) {
      for (let i = 0; i < data.length; i++) out.fill(table[data[i]!]!, 3 * i, 3 * i + 3);
    } else {
      const scale = depthScale(depth, bitDepth);
      for (let i = 0; i < out.length; i++) out[i] = unitValue(luminance(image, i) * scale, valueRange);
    }
    return out;
  };
}

const depthScale = (from: BitDepth, to: BitDepth): number => (from === to ? 1 : to === 16 ? 257 : 1 / 257);
