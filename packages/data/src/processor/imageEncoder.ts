import { type BitDepth, bitDepthOf, type CellImage } from "../images/cellImage.ts";
import { luminance } from "../images/luminance.ts";
import { type PixelScale, unitsOfPixels } from "./pixelScale.ts";

/** Converts images of any depth and colour to model values. */
export interface ImageEncoder {
  /**
   * Encode an image: grey becomes equal channels; for a grey model, colour becomes its luminance.
   *
   * @param factor - Factor from pixel values of the image to those of the training files.
   * @returns New array `[height, width, channels]` in [-1, 1].
   */
  encode(image: CellImage, factor: number): Float32Array;
  /** Return the share of an image's values that are clamped because they lie outside the model's range. */
  clippedShare(image: CellImage, factor: number): number;
}

/** Model values of all pixel values of a bit depth. */
interface UnitTable {
  readonly units: Float64Array;
  readonly clamped: Float32Array;
}

/** Tolerance for rounding at the limits of the range. */
const LIMIT = 1 + 1e-6;

/**
 * Create an encoder for a model, with a lookup table of all pixel values of a bit depth.
 *
 * `unit = clamp(2 (f(factor pixel) - min) / (max - min) - 1)`, see {@link unitsOfPixels}
 *
 * @param channels - Number of channels of the model.
 */
export function imageEncoder(channels: number, scale: PixelScale): ImageEncoder {
  const tables = new Map<string, UnitTable>();
  const tableOf = (depth: BitDepth, factor: number): UnitTable => {
    const key = `${depth} ${factor}`;
    let table = tables.get(key);
    if (!table) {
      const pixels = Float64Array.from({ length: 2 ** depth }, (_, value) => value * factor);
      const units = unitsOfPixels(pixels, scale);
      table = { units, clamped: Float32Array.from(units, clamp) };
      tables.set(key, table);
    }
    return table;
  };

  /** Call `take` with the unclamped model values of each row of the luminance. */
  const eachGreyRow = (
    { width, height, channels, data }: CellImage,
    factor: number,
    take: (units: Float64Array, firstPixel: number) => void,
  ): void => {
    const row = new Float64Array(width);
    for (let first = 0; first < width * height; first += width) {
      for (let x = 0; x < width; x++) row[x] = luminance(data, (first + x) * channels, channels) * factor;
      take(unitsOfPixels(row, scale), first);
    }
  };
  const isLuminance = (image: CellImage): boolean => image.channels === 3 && channels !== 3;

  return {
    encode(image, factor) {
      const { width, height, data } = image;
      const out = new Float32Array(width * height * channels);
      if (isLuminance(image)) {
        eachGreyRow(image, factor, (units, first) => {
          for (let x = 0; x < width; x++) {
            out.fill(clamp(units[x]!), (first + x) * channels, (first + x + 1) * channels);
          }
        });
        return out;
      }
      const { clamped } = tableOf(bitDepthOf(image), factor);
      if (image.channels === channels) {
        for (let i = 0; i < data.length; i++) out[i] = clamped[data[i]!]!;
      } else {
        for (let i = 0; i < data.length; i++) out.fill(clamped[data[i]!]!, channels * i, channels * (i + 1));
      }
      return out;
    },
    clippedShare(image, factor) {
      let clipped = 0;
      if (isLuminance(image)) {
        eachGreyRow(image, factor, (units) => {
          for (const unit of units) if (Math.abs(unit) > LIMIT) clipped++;
        });
        return clipped / (image.width * image.height);
      }
      const { units } = tableOf(bitDepthOf(image), factor);
      for (const value of image.data) if (Math.abs(units[value]!) > LIMIT) clipped++;
      return clipped / image.data.length;
    },
  };
}

function clamp(unit: number): number {
  return Math.min(1, Math.max(-1, unit));
}
