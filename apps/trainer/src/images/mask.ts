import { type CellImage, luminance } from "@cellgen/data";
import { mirroredPlace } from "@cellgen/filters";
import type { ModelCard } from "@cellgen/pipelines";
import type { Placement } from "./fitToModel.ts";

/** Which pixels of an image are to be filled. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** 1 = fill, 0 = known; `[height, width]`. */
  readonly fill: Uint8Array;
}

/** A part of an image, in its pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** White means fill: what is brighter than half of the file's range. */
export function maskOf(image: CellImage): Mask {
  const { width, height, data, channels } = image;
  const half = data instanceof Uint16Array ? 32767.5 : 127.5;
  const fill = Uint8Array.from({ length: width * height }, (_, i) =>
    Number(luminance(data, i * channels, channels) > half),
  );
  return { width, height, fill };
}

/** A mask that fills a rectangle, which lies inside of the image. */
export function boxMask(width: number, height: number, box: Window): Mask {
  const fill = new Uint8Array(width * height);
  for (let y = box.top; y < box.top + box.height; y++)
    fill.fill(1, y * width + box.left, y * width + box.left + box.width);
  return { width, height, fill };
}

/** The smallest window that holds all pixels to fill; nothing if there are none. */
export function filledWindow({ width, height, fill }: Mask): Window | undefined {
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

/** The part of a mask in a window. */
export function cutMask(mask: Mask, { left, top, width, height }: Window): Mask {
  const fill = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * mask.width + left;
    fill.set(mask.fill.subarray(from, from + width), y * width);
  }
  return { width, height, fill };
}

/**
 * A mask in the model's size, for an image that `fitToModel` has fitted: a pixel of the model is known only if all of the file's pixels
 * under it are.
 *
 * @returns `[height, width]` of the model, 1 = fill.
 */
export function fitMask(mask: Mask, placement: Placement, card: ModelCard): Uint8Array {
  const fitted = new Uint8Array(card.height * card.width);
  const rows = footprints(placement.height, card.height, placement.top, mask.height);
  const columns = footprints(placement.width, card.width, placement.left, mask.width);
  rows.forEach((ys, y) => {
    columns.forEach((xs, x) => {
      const isFilled = ys.some((row) => xs.some((column) => mask.fill[row * mask.width + column] === 1));
      fitted[y * card.width + x] = Number(isFilled);
    });
  });
  return fitted;
}

/** The file's pixels under each pixel of the model, along one axis. */
function footprints(sheet: number, model: number, before: number, size: number): number[][] {
  const scale = sheet / model;
  return Array.from({ length: model }, (_, k) => {
    const [from, to] = [Math.floor(k * scale + 1e-6), Math.ceil((k + 1) * scale - 1e-6)];
    return Array.from({ length: to - from }, (_, i) => mirroredPlace(from + i - before, size));
  });
}
