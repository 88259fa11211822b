import type { PixelWindow } from "@cellgen/filters";
import { isRasterFormat } from "../formats/raster/rasterFormat.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ImageSize } from "../images/imageSize.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import { newPixels, pixelTypeOf } from "../images/pixelType.ts";

/** Images of more pixels are not decoded as a whole where a part of them is enough, if their format allows to read parts. */
export const MAX_WHOLE_PIXELS: number = 2 ** 24;

/** Whether an image is so large that parts of it are read where these are enough, and its format allows that. */
export function isReadInParts(
  { width, height, format }: ImageSize & { readonly format: ImageFileFormat },
  maxWholePixels: number = MAX_WHOLE_PIXELS,
): boolean {
  return width * height > maxWholePixels && !isRasterFormat(format);
}

/** Side and number along a side of the windows that stand for an image too large for memory. */
const WINDOW = 256;
const WINDOWS = 8;

/** Number of windows of {@link evenWindows}. */
export const EVEN_WINDOWS: number = WINDOWS ** 2;

/**
 * Return evenly spaced windows of an image, row by row.
 *
 * @param count - Number of windows along a side, at least 2.
 */
export function* evenWindows({ width, height }: ImageSize, count: number = WINDOWS): Generator<PixelWindow> {
  const [w, h] = [Math.min(WINDOW, width), Math.min(WINDOW, height)];
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const left = Math.round((column * (width - w)) / (count - 1));
      const top = Math.round((row * (height - h)) / (count - 1));
      yield { left, top, width: w, height: h };
    }
  }
}

/**
 * Read evenly spaced windows of an image, and put them side by side.
 *
 * @param count - Number of windows along a side, at least 2.
 */
export async function readMosaic(
  size: ImageSize,
  read: (window: PixelWindow) => Promise<CellImage>,
  count: number = WINDOWS,
): Promise<CellImage> {
  let mosaic: CellImage | undefined;
  let index = 0;
  for (const window of evenWindows(size, count)) {
    const part = await read(window);
    const rowLength = part.width * part.channels;
    mosaic ??= {
      ...part,
      width: count * part.width,
      height: count * part.height,
      data: newPixels(pixelTypeOf(part.data), count ** 2 * part.data.length),
    };
    const [column, row] = [index % count, Math.floor(index / count)];
    for (let y = 0; y < part.height; y++) {
      const to = (row * part.height + y) * count * rowLength + column * rowLength;
      mosaic.data.set(part.data.subarray(y * rowLength, (y + 1) * rowLength), to);
    }
    index++;
  }
  return mosaic!;
}
