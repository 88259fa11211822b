import type { CellImage, ImageFormat, SetRange } from "../src/index.ts";

/** A model of 8-bit color images, 16x16 pixels. */
export function testFormat(changes: Partial<ImageFormat> = {}): ImageFormat {
  const channels = changes.channels ?? 3;
  return {
    height: 16,
    width: 16,
    channels,
    pixelType: "uint8",
    ranges: Array.from({ length: channels }, () => [0, 255] as const),
    ...changes,
  };
}

/** An image whose values follow from their place. */
export function imageOf(
  width: number,
  height: number,
  channels: number,
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

/** 16-bit images whose maximum is `brightest`. */
export function inputsUpTo(brightest: number, channels = 1): SetRange[] {
  const ranges = Array.from({ length: channels }, () => [0, brightest] as const);
  return [
    { pixelType: "uint16", channels, images: 1, ranges, min: 0, max: brightest, outside: 0, constant: [] },
  ];
}
