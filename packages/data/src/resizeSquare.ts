import sharp from "sharp";
import type { CellImage } from "./cellImage.ts";
import { resample, resampleCost, type SquareWindow } from "./resample.ts";

/** The largest square in the middle of an image; where it cannot lie in the middle, half a pixel further left or up. */
export function centreSquare({ width, height }: Pick<CellImage, "width" | "height">): SquareWindow {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

/** Up to so many multiplications (about half a millisecond) an image is scaled here: what sharp takes for any image, however small, is more. */
const SMALL = 300_000;

/**
 * Cuts a square out of an image and scales it with a Lanczos filter of three lobes; large images outside the calling thread.
 *
 * 16 bits stay 16 bits. What is of that size already is only cut out, and an image that is wanted whole is returned itself.
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
  if (resampleCost(channels, side, size) <= SMALL) return resample(image, size, window);
  const wide = data instanceof Uint16Array;
  const input = { limitInputPixels: false } as const;
  // sharp's integer filter darkens 16-bit values by a thousandth: floating point does not.
  const part = wide
    ? sharp(plusHalf(cut(image, window).data), { ...input, raw: { width: side, height: side, channels } })
    : sharp(data, { ...input, raw: { width, height, channels } }).extract({
        left,
        top,
        width: side,
        height: side,
      });
  const { data: bytes } = await part
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

/** The values as floating point, so that cutting off what follows the point rounds them. */
function plusHalf(data: Uint8Array | Uint16Array): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = data[i]! + 0.5;
  return out;
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
