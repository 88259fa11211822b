import sharp from "sharp";
import { renderSvg } from "../svg/renderSvg.ts";
import { svgText, type TextOptions } from "../svg/svgText.ts";

/** An image to display. */
export interface Tile {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[height, width, channels]`, black at -1 and white at 1. Values outside are clipped. */
  readonly values: Float32Array;
}

/** A white canvas for tiles and text. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Draws a tile with each pixel enlarged to a square of `scale` pixels. */
  tile(tile: Tile, left: number, top: number, scale: number): void;
  /** Draws a line of text; `y` is its baseline. */
  text(text: string, x: number, y: number, options: TextOptions): void;
  png(): Promise<Uint8Array>;
}

export function picture(width: number, height: number): Picture {
  const pixels = new Uint8Array(width * height * 3).fill(255);
  const texts: string[] = [];
  return {
    width,
    height,
    tile(tile, left, top, scale) {
      const bytes = tileBytes(tile, scale);
      const row = tile.width * scale * 3;
      for (let y = 0; y < tile.height * scale; y++)
        pixels.set(bytes.subarray(y * row, (y + 1) * row), ((top + y) * width + left) * 3);
    },
    text(text, x, y, options) {
      texts.push(svgText(text, x, y, options));
    },
    async png() {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${texts.join("")}</svg>`;
      const sheet = drawnOver(pixels, renderSvg(svg).render().pixels);
      const raw = { width, height, channels: 3 } as const;
      return await sharp(sheet, { raw, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
    },
  };
}

/** Composite RGBA pixels with premultiplied alpha over RGB pixels. */
function drawnOver(below: Uint8Array, above: Uint8Array): Uint8Array {
  const result = below.slice();
  for (let from = 0, to = 0; from < above.length; from += 4, to += 3) {
    const alpha = above[from + 3]!;
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c++)
      result[to + c] = above[from + c]! + Math.round((below[to + c]! * (255 - alpha)) / 255);
  }
  return result;
}

/** Convert a tile to 8-bit RGB, with each pixel enlarged to a square of `scale` pixels. */
export function tileBytes(tile: Tile, scale: number): Uint8Array {
  const [width, height] = [tile.width * scale, tile.height * scale];
  const bytes = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / scale) * tile.width + Math.floor(x / scale)) * tile.channels;
      const to = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) bytes[to + c] = grey(tile.values[from + (tile.channels === 3 ? c : 0)]!);
    }
  }
  return bytes;
}

function grey(value: number): number {
  return Math.round((Math.min(1, Math.max(-1, value)) + 1) * 127.5);
}

/** Return the factor that enlarges tiles of this side to about 96 pixels. */
export function tileScale(side: number): number {
  return Math.max(1, Math.round(96 / side));
}
