import type { PixelWindow } from "@cellgen/filters";
import { rowOfSamples, type SamplePlane } from "./upsampledRow.ts";

/**
 * Return the pixels of a window from the samples of its components, with the values of libjpeg.
 *
 * @param planes - One of brightness, or three: brightness and the color differences.
 * @returns Values `[height, width, 1 or 3]`.
 */
export function windowPixels(planes: readonly SamplePlane[], window: PixelWindow): Uint8Array {
  return planes.length === 1 ? grayPixels(planes[0]!, window) : colorPixels(planes, window);
}

function grayPixels({ samples, stride, left, top }: SamplePlane, window: PixelWindow): Uint8Array {
  const pixels = new Uint8Array(window.width * window.height);
  for (let y = 0; y < window.height; y++) {
    const from = (window.top + y - top) * stride + window.left - left;
    pixels.set(samples.subarray(from, from + window.width), y * window.width);
  }
  return pixels;
}

/** `round(65536 c)` of the factors of ITU-T T.871, as in libjpeg. */
const RED_OF_CR = 91881;
const GREEN_OF_CB = 22554;
const GREEN_OF_CR = 46802;
const BLUE_OF_CB = 116130;
const HALF = 1 << 15;

function colorPixels(planes: readonly SamplePlane[], { left, top, width, height }: PixelWindow): Uint8Array {
  const pixels = new Uint8ClampedArray(width * height * 3);
  const [luma, blue, red] = planes as [SamplePlane, SamplePlane, SamplePlane];
  const { samples } = luma;
  const rowOfBlue = new Uint8Array(width);
  const rowOfRed = new Uint8Array(width);
  for (let y = 0, o = 0; y < height; y++) {
    rowOfSamples(blue, left, top + y, rowOfBlue);
    rowOfSamples(red, left, top + y, rowOfRed);
    const at = (top + y - luma.top) * luma.stride + left - luma.left;
    for (let x = 0; x < width; x++, o += 3) {
      const brightness = samples[at + x]!;
      const cb = rowOfBlue[x]! - 128;
      const cr = rowOfRed[x]! - 128;
      pixels[o] = brightness + ((Math.imul(RED_OF_CR, cr) + HALF) >> 16);
      pixels[o + 1] = brightness + ((HALF - Math.imul(GREEN_OF_CB, cb) - Math.imul(GREEN_OF_CR, cr)) >> 16);
      pixels[o + 2] = brightness + ((Math.imul(BLUE_OF_CB, cb) + HALF) >> 16);
    }
  }
  return new Uint8Array(pixels.buffer);
}
