import type { Mask } from "@cellgen/data";
import type { Tile } from "./picture.ts";

/** Magenta, a color that does not occur in cell images. */
const MASKED_COLOUR = [0.52, -0.81, -0.24] as const;

/** Return a color tile with masked pixels in magenta. */
export function maskedTile({ width, height, channels, values }: Tile, { fill }: Mask): Tile {
  const coloured = Float32Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return fill[pixel] === 1
      ? MASKED_COLOUR[i % 3]!
      : values[pixel * channels + (channels === 3 ? i % 3 : 0)]!;
  });
  return { width, height, channels: 3, values: coloured };
}
