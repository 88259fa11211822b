import sharp from "sharp";
import type { CellImage } from "../images/cellImage.ts";
import { cropImage } from "../images/cropImage.ts";
import { resample, resampleCost } from "../images/resample.ts";
import { centreSquare, type SquareWindow, windowOf } from "../images/squareWindow.ts";

/** Maximum number of multiplications (about half a millisecond) for resampling in this thread; below it, sharp is always slower. */
const MAX_COST = 300_000;

/**
 * Crop a square from an image and scale it with a three-lobe Lanczos filter. Large images are scaled outside the calling thread.
 *
 * 16-bit values are kept. A square of the right size is only cropped; if the image is already that square, it is returned itself.
 *
 * @param size - Side of the result, in pixels.
 * @param square - Must lie inside the image. @default largest centred square
 */
export async function resizeSquare(
  image: CellImage,
  size: number,
  square: SquareWindow = centreSquare(image),
): Promise<CellImage> {
  const { channels } = image;
  const { side } = square;
  if (side === size) return cropImage(image, windowOf(square));
  const data =
    resampleCost(channels, side, size) <= MAX_COST
      ? resamplePixels(image, size, square)
      : await resizeBySharp(image, size, square);
  return { width: size, height: size, channels, data };
}

/** Resample in the calling thread. Values are rounded and clamped to the image's bit depth. */
export function resamplePixels(image: CellImage, size: number, square: SquareWindow): CellImage["data"] {
  const isWide = image.data instanceof Uint16Array;
  const full = isWide ? 65535 : 255;
  const values = resample(image.data, image, windowOf(square), [size, size]);
  const out = isWide ? new Uint16Array(values.length) : new Uint8Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.min(full, Math.max(0, Math.round(values[i]!)));
  return out;
}

async function resizeBySharp(
  image: CellImage,
  size: number,
  square: SquareWindow,
): Promise<CellImage["data"]> {
  const { width, height, channels, data } = image;
  const { left, top, side } = square;
  const isWide = data instanceof Uint16Array;
  const input = { limitInputPixels: false } as const;
  // sharp's integer filter darkens 16-bit values by 0.1%; its floating-point filter does not.
  const part = isWide
    ? sharp(plusHalf(cropImage(image, windowOf(square)).data), {
        ...input,
        raw: { width: side, height: side, channels },
      })
    : sharp(data, { ...input, raw: { width, height, channels } }).extract({
        left,
        top,
        width: side,
        height: side,
      });
  const bytes = await part
    .resize(size, size, { kernel: "lanczos3" })
    .toColourspace(channels === 1 ? (isWide ? "grey16" : "b-w") : isWide ? "rgb16" : "srgb")
    .raw({ depth: isWide ? "ushort" : "uchar" })
    .toBuffer();
  return isWide
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Convert to floating point and add 1/2, so that truncation rounds. */
function plusHalf(data: Uint8Array | Uint16Array): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = data[i]! + 0.5;
  return out;
}
