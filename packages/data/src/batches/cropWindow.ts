import type { RandomStream } from "@cellgen/random";
import type { CellImage } from "../images/cellImage.ts";
import { luminance } from "../images/luminance.ts";
import type { SquareWindow } from "../images/squareWindow.ts";

/** Training on random square crops of larger images, which turns a few large fields into a large set. */
export interface CropOptions {
  /** Side of a crop in file pixels, or [smallest, largest], drawn uniformly. Limited to the shorter side of smaller images. */
  readonly side: number | readonly [smallest: number, largest: number];
  /**
   * Number of candidates per crop; the one with the highest contrast in its centre is used. 1 is a plain random crop;
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
 * Draw a square inside an image. Every side in the range and every position is equally likely; of `attempts` candidates, the one
 * with the highest contrast in its centre is returned.
 */
export function drawCropWindow(
  image: CellImage,
  { side, attempts = 1 }: CropOptions,
  stream: RandomStream,
): SquareWindow {
  const { width, height } = image;
  const [smallest, largest] = sideRange(side);
  let best: SquareWindow | undefined;
  let most = -1;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const drawn = smallest + stream.integer(largest - smallest + 1);
    const fitting = Math.min(drawn, width, height);
    const window = {
      left: stream.integer(width - fitting + 1),
      top: stream.integer(height - fitting + 1),
      side: fitting,
    };
    const variance = attempts > 1 ? middleVariance(image, window) : 0;
    if (variance > most) {
      best = window;
      most = variance;
    }
  }
  return best!;
}

/**
 * Compute the variance of the grey values in a window, on an even grid of at most 16x16 pixels, weighted by a Hann window (`sin²`, 1 in
 * the centre, 0 at the edges). A cell in the centre counts more than a cell cut by the edge.
 */
export function middleVariance(
  { width, channels, data }: CellImage,
  { left, top, side }: SquareWindow,
): number {
  const points = Math.min(side, 16);
  const at = (k: number): number => Math.floor(((k + 0.5) * side) / points);
  const weight = Float64Array.from(
    { length: points },
    (_, k) => Math.sin((Math.PI * (k + 0.5)) / points) ** 2,
  );
  let weights = 0;
  let sum = 0;
  let squares = 0;
  for (let j = 0; j < points; j++) {
    const row = (top + at(j)) * width + left;
    for (let i = 0; i < points; i++) {
      const value = luminance(data, (row + at(i)) * channels, channels);
      const w = weight[i]! * weight[j]!;
      weights += w;
      sum += w * value;
      squares += w * value * value;
    }
  }
  return Math.max(0, squares / weights - (sum / weights) ** 2);
}

const sideRange = (side: CropOptions["side"]): readonly [number, number] =>
  typeof side === "number" ? [side, side] : side;
