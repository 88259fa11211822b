import type { PixelArray } from "@cellgen/filters";
import { newPixels, type PixelType } from "../../../images/pixelType.ts";
import { damaged } from "../../faultError.ts";
import { TAG } from "../file/tags.ts";
import { unsupported } from "../tiffFaults.ts";
import type { PageLayout } from "./pageLayout.ts";

/** Colors of a page's sample values. */
export interface Palette {
  readonly pixelType: PixelType & ("uint8" | "uint16");
  /** All red values, then green, then blue. */
  readonly entries: PixelArray;
  /** Number of colors. */
  readonly size: number;
}

/**
 * Read the palette of a page, whose entries have 16 bits.
 *
 * Entries become 8-bit values if that is exact: if all are multiples of 257 or of 256, or below 256.
 */
export async function readPalette(page: PageLayout, what: string): Promise<Palette> {
  const { bits, sampleFormat, directory } = page;
  if (sampleFormat !== "uint" || bits > 16) throw unsupported("a palette of non-integer samples");
  const size = 2 ** bits;
  const stored = await directory.numbers(TAG.colorMap);
  if (!stored || stored.length < 3 * size)
    throw damaged(`${what}: the palette has fewer than ${size} colors`);
  const values = stored.subarray(0, 3 * size);
  const divisor = divisors.find((test) => values.every((value) => value % test === 0 && value / test < 256));
  const pixelType = divisor === undefined ? "uint16" : "uint8";
  const entries = newPixels(pixelType, values.length);
  for (let i = 0; i < entries.length; i++) entries[i] = values[i]! / (divisor ?? 1);
  return { pixelType, entries, size };
}

/** Factors by which programs store 8-bit colors. A palette of small values stores them unscaled. */
const divisors = [257, 256, 1];

/**
 * Convert sample values to colors.
 *
 * @param channels - Color of each output channel: 0 = red, 1 = green, 2 = blue.
 * @returns Pixels with interleaved channels.
 */
export function applyPalette(indices: PixelArray, palette: Palette, channels: readonly number[]): PixelArray {
  const { pixelType, entries, size } = palette;
  const out = newPixels(pixelType, indices.length * channels.length);
  let o = 0;
  for (let i = 0; i < indices.length; i++) {
    for (const channel of channels) out[o++] = entries[channel * size + indices[i]!]!;
  }
  return out;
}
