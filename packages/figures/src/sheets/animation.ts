import sharp from "sharp";
import { type Tile, tileBytes } from "./picture.ts";

/** Approximate side to which small frames are enlarged, in pixels. */
const TARGET_SIDE = 256;
/** Duration of a frame, and of the first and last frames, in milliseconds. */
const DELAY = 80;
const DELAY_AT_ENDS = 600;

/**
 * Create a lossless animated WebP that plays the frames forward and backward in a loop.
 *
 * @param frames - At least 2, all of one size.
 */
export function animation(frames: readonly Tile[]): Promise<Uint8Array> {
  const [{ width, height }] = frames as [Tile];
  const scale = Math.max(1, Math.round(TARGET_SIDE / Math.max(width, height)));
  const there = frames.map((_, index) => index);
  const order = [...there, ...there.slice(1, -1).reverse()];
  const length = width * scale * height * scale * 3;
  const pixels = new Uint8Array(order.length * length);
  order.forEach((frame, place) => {
    pixels.set(tileBytes(frames[frame]!, scale), place * length);
  });
  const pageHeight = height * scale;
  const raw = { width: width * scale, height: pageHeight * order.length, channels: 3, pageHeight } as const;
  const delay = order.map((frame) => (frame === 0 || frame === frames.length - 1 ? DELAY_AT_ENDS : DELAY));
  return sharp(pixels, { raw, limitInputPixels: false }).webp({ lossless: true, loop: 0, delay }).toBuffer();
}
