import { cropValues, type PixelWindow } from "@cellgen/filters";
import sharp from "sharp";
import type { CellImage } from "../../images/cellImage.ts";
import { centreWindow, type ImageSize } from "../../images/imageSize.ts";
import { scaledPixelSize } from "../../images/pixelSize.ts";
import { resamplePixels, resizeInThread } from "../../images/resizeInThread.ts";

/**
 * Crop a rectangle from an image and scale it with a three-lobe Lanczos filter. Large images are scaled outside the calling thread.
 *
 * The pixel type is kept. A rectangle of the right size is only cropped; if the image already has that size, it is returned itself. The
 * pixel size, if known, is scaled along.
 *
 * @param size - Size of the result.
 * @param window - Must lie inside the image. @default largest centered rectangle with the aspect ratio of the result
 */
export async function cropAndResize(
  image: CellImage,
  size: ImageSize,
  window: PixelWindow = centreWindow(image, size),
): Promise<CellImage> {
  const resized = resizeInThread(image, size, window);
  if (resized) return resized;
  const { width, height } = size;
  const data = isSharpImage(image)
    ? await resizeBySharp(image, size, window)
    : resamplePixels(image, size, window);
  return { ...image, width, height, data, ...scaledPixelSize(image, window.width / width) };
}

/** Image that sharp can scale: 8 or 16 bits, gray or RGB. */
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
  size: ImageSize,
  window: PixelWindow,
): Promise<CellImage["data"]> {
  const { width, height, channels, data } = image;
  const isWide = data instanceof Uint16Array;
  const input = { limitInputPixels: false } as const;
  // sharp's integer filter darkens 16-bit values by 0.1%; its floating-point filter does not.
  const part = isWide
    ? sharp(plusHalf(cropValues(data, image, window)), {
        ...input,
        raw: { width: window.width, height: window.height, channels },
      })
    : sharp(data, { ...input, raw: { width, height, channels } }).extract(window);
  const bytes = await part
    .resize(size.width, size.height, { kernel: "lanczos3", fit: "fill" })
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
