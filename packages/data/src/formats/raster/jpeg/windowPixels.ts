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

/** Fixed-point factors of ITU-T T.871, as in libjpeg. */
const fixed = (value: number): number => Math.floor(value * 65536 + 0.5);
const [RED_OF_CR, GREEN_OF_CB, GREEN_OF_CR, BLUE_OF_CB] = [1.402, 0.34414, 0.71414, 1.772].map(fixed) as [
  number,
  number,
  number,
  number,
];
const HALF = 1 << 15;

function colorPixels(planes: readonly SamplePlane[], window: PixelWindow): Uint8Array {
  const { width, height } = window;
  const pixels = new Uint8ClampedArray(width * height * 3);
  const [light, blue, red] = planes.map(() => new Uint8Array(width)) as [Uint8Array, Uint8Array, Uint8Array];
  for (let y = 0, o = 0; y < height; y++) {
    const [left, row] = [window.left, window.top + y];
    rowOfSamples(planes[0]!, left, row, light);
    rowOfSamples(planes[1]!, left, row, blue);
    rowOfSamples(planes[2]!, left, row, red);
    for (let x = 0; x < width; x++, o += 3) {
      const l = light[x]!;
      const cb = blue[x]! - 128;
      const cr = red[x]! - 128;
      pixels[o] = l + ((RED_OF_CR * cr + HALF) >> 16);
      pixels[o + 1] = l + ((HALF - GREEN_OF_CB * cb - GREEN_OF_CR * cr) >> 16);
      pixels[o + 2] = l + ((BLUE_OF_CB * cb + HALF) >> 16);
    }
  }
  return new Uint8Array(pixels.buffer);
}
