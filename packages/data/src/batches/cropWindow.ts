import type { PixelWindow } from "@cellgen/filters";
import type { RandomStream } from "@cellgen/random";
import type { CellImage } from "../images/cellImage.ts";
import { type ImageSize, windowOfSide } from "../images/imageSize.ts";
import { luminance } from "../images/luminance.ts";

/** Training on random crops of larger images, which turns a few large fields into a large set. */
export interface CropOptions {
  /** Shorter side of a crop in file pixels, or [smallest, largest], drawn uniformly. Crops are at most as large as the image. */
  readonly side: number | readonly [smallest: number, largest: number];
  /**
   * Number of candidates per crop; the one with the highest contrast in its center is used. 1 is a plain random crop;
   * 16 to 64 find the cells in mostly empty fields. @default 1
   */
  readonly attempts?: number;
}

/** Check that sides and attempts are positive integers. */
export function checkCropOptions(caller: string, { side, attempts = 1 }: CropOptions): void {
  const [smallest, largest] = sideRange(side);
  if (!(Number.isInteger(smallest) && Number.isInteger(largest) && smallest >= 1 && smallest <= largest)) {
    throw new RangeError(
      `${caller}: crops.side must be a positive integer or [smallest, largest] of them, got ${JSON.stringify(side)}.`,
    );
  }
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new RangeError(`${caller}: crops.attempts must be a positive integer, got ${attempts}.`);
  }
}

/**
 * Draw a window with the aspect ratio of `size` inside an image. Every side in the range and every position is equally likely; of `attempts` candidates, the one
 * with the highest contrast in its center is returned.
 */
export function drawCropWindow(
  image: CellImage,
  size: ImageSize,
  options: CropOptions,
  stream: RandomStream,
): PixelWindow {
  let best: PixelWindow | undefined;
  let most = -1;
  for (const window of cropCandidates(image, size, options, stream)) {
    const variance = (options.attempts ?? 1) > 1 ? middleVariance(image, window) : 0;
    if (variance > most) {
      best = window;
      most = variance;
    }
  }
  return best!;
}

/** Draw the same window as {@link drawCropWindow} in an image of which only parts are read, and return its pixels. */
export async function drawCropPart(
  image: ImageSize,
  size: ImageSize,
  options: CropOptions,
  stream: RandomStream,
  read: (window: PixelWindow) => Promise<CellImage>,
): Promise<CellImage> {
  const parts: CellImage[] = [];
  for (const window of cropCandidates(image, size, options, stream)) parts.push(await read(window));
  return bestCandidate(parts);
}

/** Return the windows of which {@link drawCropWindow} uses one. */
export function cropCandidates(
  image: ImageSize,
  size: ImageSize,
  { side, attempts = 1 }: CropOptions,
  stream: RandomStream,
): PixelWindow[] {
  const [smallest, largest] = sideRange(side);
  return Array.from({ length: attempts }, () => {
    const drawn = smallest + stream.integer(largest - smallest + 1);
    const fitting = windowOfSide(drawn, image, size);
    return {
      left: stream.integer(image.width - fitting.width + 1),
      top: stream.integer(image.height - fitting.height + 1),
      ...fitting,
    };
  });
}

/** Return the one of {@link cropCandidates} that {@link drawCropWindow} uses, by their pixels. */
export function bestCandidate(parts: readonly CellImage[]): CellImage {
  let [best] = parts as [CellImage];
  if (parts.length === 1) return best;
  let most = -1;
  for (const part of parts) {
    const variance = middleVariance(part, { ...part, left: 0, top: 0 });
    if (variance > most) {
      best = part;
      most = variance;
    }
  }
  return best;
}

/**
 * Compute the variance of the gray values in a window, on an even grid of at most 16x16 pixels, weighted by a Hann window (`sin²`, 1 in
 * the center, 0 at the edges). A cell in the center counts more than a cell cut by the edge.
 */
export function middleVariance({ width, channels, data }: CellImage, window: PixelWindow): number {
  const columns = gridOf(window.width);
  const rows = gridOf(window.height);
  let weights = 0;
  let sum = 0;
  let squares = 0;
  for (const row of rows) {
    const start = (window.top + row.place) * width + window.left;
    for (const column of columns) {
      const value = luminance(data, (start + column.place) * channels, channels);
      const w = column.weight * row.weight;
      weights += w;
      sum += w * value;
      squares += w * value * value;
    }
  }
  return Math.max(0, squares / weights - (sum / weights) ** 2);
}

/** Return at most 16 evenly spaced places along a side with their Hann weights. */
function gridOf(side: number): { readonly place: number; readonly weight: number }[] {
  const points = Math.min(side, 16);
  return Array.from({ length: points }, (_, k) => ({
    place: Math.floor(((k + 0.5) * side) / points),
    weight: Math.sin((Math.PI * (k + 0.5)) / points) ** 2,
  }));
}

const sideRange = (side: CropOptions["side"]): readonly [number, number] =>
  typeof side === "number" ? [side, side] : side;
