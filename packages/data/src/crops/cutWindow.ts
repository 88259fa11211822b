import { type PixelWindow, reflectIndex } from "@cellgen/filters";
import type { CellImage } from "../images/cellImage.ts";
import { scaledPixelSize } from "../images/pixelSize.ts";
import { newPixels, pixelTypeOf } from "../images/pixelType.ts";
import { resamplePixels } from "../images/resizeInThread.ts";
import type { FieldSize } from "./fieldSize.ts";

/** Return the part of a field that a window needs. It lies inside the field, also if the window reaches beyond it. */
export function neededWindow(window: PixelWindow, field: FieldSize): PixelWindow {
  const [left, right] = bounds(window.left, window.width, field.width);
  const [top, bottom] = bounds(window.top, window.height, field.height);
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function bounds(start: number, length: number, size: number): [first: number, last: number] {
  const end = start + length - 1;
  if (start >= 0 && end < size) return [start, end];
  // Beyond the edge by more than the field, all of it is needed.
  if (start < -size || end >= 2 * size) return [0, size - 1];
  let [first, last] = [size - 1, 0];
  for (const place of [start, end, Math.max(0, start), Math.min(size - 1, end)]) {
    const at = reflectIndex(place, size);
    [first, last] = [Math.min(first, at), Math.max(last, at)];
  }
  return [first, last];
}

/**
 * Cut a window from a part of a field. Beyond the edges, the field is continued by reflection, `c b a | a b c | c b a`.
 *
 * @param part - Pixels of `neededWindow(window, field)`, or the whole field.
 * @param corner - Position of the part in the field. @default the left upper corner
 * @returns New image of the window's size, with the pixel type and values of the field.
 */
export function cutWindow(
  part: CellImage,
  window: PixelWindow,
  field: FieldSize = part,
  corner: { readonly left: number; readonly top: number } = { left: 0, top: 0 },
): CellImage {
  const { channels, data } = part;
  const { width, height } = window;
  const columns = Int32Array.from(
    { length: width },
    (_, x) => (reflectIndex(window.left + x, field.width) - corner.left) * channels,
  );
  const pixels = newPixels(pixelTypeOf(data), width * height * channels);
  for (let y = 0, o = 0; y < height; y++) {
    const row = (reflectIndex(window.top + y, field.height) - corner.top) * part.width * channels;
    for (let x = 0; x < width; x++) {
      for (let c = 0, i = row + columns[x]!; c < channels; c++) pixels[o++] = data[i++]!;
    }
  }
  return { ...part, width, height, data: pixels };
}

/**
 * Resize an image with a three-lobe Lanczos filter. The pixel type is kept: integers are rounded and clamped to the limits of their type.
 *
 * @returns The image itself if it has that size. The pixel size, if known, is scaled along.
 */
export function resizePixels(
  image: CellImage,
  [height, width]: readonly [height: number, width: number],
): CellImage {
  if (image.height === height && image.width === width) return image;
  const whole = { left: 0, top: 0, width: image.width, height: image.height };
  const data = resamplePixels(image, { width, height }, whole);
  return { ...image, width, height, data, ...scaledPixelSize(image, image.width / width) };
}
