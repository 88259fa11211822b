import { cropValues } from "@cellgen/filters";
import sharp from "sharp";
import type { CellImage } from "../images/cellImage.ts";
import { cropImage } from "../images/cropImage.ts";
import { integerLimits, newPixels, pixelTypeOf } from "../images/pixelType.ts";
import { resample, resampleCost } from "../images/resample.ts";
import { centreSquare, type SquareWindow, windowOf } from "../images/squareWindow.ts";

/** Maximum number of multiplications (about half a millisecond) for resampling in this thread; below it, sharp is always slower. */
const MAX_COST = 300_000;

/**
 * Crop a square from an image and scale it with a three-lobe Lanczos filter. Large images are scaled outside the calling thread.
 *
 * The pixel type is kept. A square of the right size is only cropped; if the image is already that square, it is returned itself.
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
    resampleCost(channels, side, size) > MAX_COST && isSharpImage(image)
      ? await resizeBySharp(image, size, square)
      : resamplePixels(image, size, square);
  return { ...image, width: size, height: size, data };
}

/** Resample in the calling thread. Integer values are rounded and clamped to the limits of their type. */
export function resamplePixels(image: CellImage, size: number, square: SquareWindow): CellImage["data"] {
  const type = pixelTypeOf(image.data);
  const limits = integerLimits(type);
  const values = resample(image.data, image, windowOf(square), [size, size]);
  const out = newPixels(type, values.length);
  if (!limits) out.set(values);
  else {
    const [min, max] = limits;
    for (let i = 0; i < out.length; i++) out[i] = Math.min(max, Math.max(min, Math.round(values[i]!)));
  }
  return out;
}

/** Image that sharp can scale: 8 or 16 bits, grey or RGB. */
interface SharpImage extends CellImage {
  readonly channels: 1 | 3;
  readonly data: Uint8Array | Uint16Array;
}

function isSharpImage(image: CellImage): image is SharpImage {
  const { channels, data } = image;
  return (channels === 1 || channels === 3) && (data instanceof Uint8Array || data instanceof Uint16Array);
}

async function resizeBySharp(
  image: SharpImage,
  size: number,
  square: SquareWindow,
): Promise<CellImage["data"]> {
  const { width, height, channels, data } = image;
  const { left, top, side } = square;
  const isWide = data instanceof Uint16Array;
  const input = { limitInputPixels: false } as const;
  // sharp's integer filter darkens 16-bit values by 0.1%; its floating-point filter does not.
  const part = isWide
    ? sharp(plusHalf(cropValues(data, image, windowOf(square))), {
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
