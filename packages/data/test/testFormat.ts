import type { CellImage, ImageFormat } from "../src/index.ts";

/** A model of 8-bit colour images, 16x16 pixels. */
export function testFormat(changes: Partial<ImageFormat> = {}): ImageFormat {
  return { height: 16, width: 16, channels: 3, valueRange: [0, 255], bitDepth: 8, ...changes };
}

/** An image whose values follow from their place. */
export function imageOf(
  width: number,
  height: number,
  channels: 1 | 3,
  of: (i: number) => number,
  depth = 8,
): CellImage {
  const length = width * height * channels;
  const data =
    depth === 8
      ? Uint8Array.from({ length }, (_, i) => of(i))
      : Uint16Array.from({ length }, (_, i) => of(i));
  return { width, height, channels, data };
}
