import { cropValues, type PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";
import { luminance } from "./luminance.ts";

/** Binary mask of the pixels to inpaint. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** 1 = fill, 0 = known; `[height, width]`. */
  readonly fill: Uint8Array;
}

/** Convert an image to a mask: pixels brighter than half of the file's range are filled. */
export function maskOfImage({ width, height, data, channels }: CellImage): Mask {
  const half = data instanceof Uint16Array ? 32767.5 : 127.5;
  const fill = Uint8Array.from({ length: width * height }, (_, i) =>
    Number(luminance(data, i * channels, channels) > half),
  );
  return { width, height, fill };
}

/**
 * Create a mask that fills a rectangle.
 *
 * @param box - Must lie inside the image.
 */
export function boxMask(width: number, height: number, box: PixelWindow): Mask {
  const fill = new Uint8Array(width * height);
  for (let y = box.top; y < box.top + box.height; y++)
    fill.fill(1, y * width + box.left, y * width + box.left + box.width);
  return { width, height, fill };
}

/** Return the bounding box of the pixels to fill, or undefined if there are none. */
export function maskBounds({ width, height, fill }: Mask): PixelWindow | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let i = 0; i < fill.length; i++) {
    if (fill[i] === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Crop a mask to a rectangle. */
export function cropMask({ width, fill }: Mask, window: PixelWindow): Mask {
  return {
    width: window.width,
    height: window.height,
    fill: cropValues(fill, { width, channels: 1 }, window),
  };
}
