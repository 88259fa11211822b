import sharp from "sharp";
import type { CellImage } from "./cellImage.ts";

/** A square part of an image, in its pixels. */
export interface SquareWindow {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** The largest square in the middle of an image; where it cannot lie in the middle, half a pixel further left or up. */
export function centreSquare({ width, height }: Pick<CellImage, "width" | "height">): SquareWindow {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

/**
 * Cuts a square out of an image and scales it, outside the calling thread.
 *
 * Lanczos filter of three lobes when it shrinks, cubic when it grows; 16 bits stay 16 bits. What is of that size already is only cut
 * out, and an image that is wanted whole is returned itself.
 *
 * @param size - Side of the result, in pixels.
 * @param window - Inside the image. @default the largest square in the middle
 */
export async function resizeSquare(
  image: CellImage,
  size: number,
  window: SquareWindow = centreSquare(image),
): Promise<CellImage> {
  const { width, height, channels, data } = image;
  const { left, top, side } = window;
  if (side === size) return side === width && side === height ? image : cut(image, window);
  const wide = data instanceof Uint16Array;
  const { data: bytes } = await sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .extract({ left, top, width: side, height: side })
    .resize(size, size, { kernel: "lanczos3" })
    .toColourspace(channels === 1 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb")
    .raw({ depth: wide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  return {
    width: size,
    height: size,
    channels,
    data: wide
      ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}

function cut({ width, channels, data }: CellImage, { left, top, side }: SquareWindow): CellImage {
  const row = side * channels;
  const out = data instanceof Uint16Array ? new Uint16Array(row * side) : new Uint8Array(row * side);
  for (let y = 0; y < side; y++) {
    const start = ((top + y) * width + left) * channels;
    out.set(data.subarray(start, start + row), y * row);
  }
  return { width: side, height: side, channels, data: out };
}
