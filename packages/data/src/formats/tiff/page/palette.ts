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
 * @param samples - Index of each pixel, followed by its opacity if `hasAlpha`.
 * @param channels - Color of each output channel: 0 = red, 1 = green, 2 = blue.
 * @param hasAlpha - Whether transparent pixels are composited over black.
 * @returns Pixels with interleaved channels.
 */
export function applyPalette(
  samples: PixelArray,
  palette: Palette,
  channels: readonly number[],
  hasAlpha: boolean,
): PixelArray {
  const { pixelType, entries, size } = palette;
  const stride = hasAlpha ? 2 : 1;
  const out = newPixels(pixelType, (samples.length / stride) * channels.length);
  let o = 0;
  for (let i = 0; i < samples.length; i += stride) {
    // A palette has a color for each value of its samples, of which the largest is opaque.
    const opacity = hasAlpha ? samples[i + 1]! / (size - 1) : 1;
    for (const channel of channels) out[o++] = Math.round(opacity * entries[channel * size + samples[i]!]!);
  }
  return out;
}
