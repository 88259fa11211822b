import type { RandomStream } from "@cellgen/random";
import type { CellImage } from "../images/cellImage.ts";
import { luminance } from "../images/luminance.ts";
import type { SquareWindow } from "../images/squareWindow.ts";

/** Training on squares drawn at random out of larger images: few large fields become a large set. */
export interface CropOptions {
  /** Side of a crop in pixels of the file, or [smallest, largest], drawn evenly. A smaller image limits it to its shorter side. */
  readonly side: number | readonly [smallest: number, largest: number];
  /**
   * Places that are tried for each crop; the one with the most contrast in its middle is taken. 1 is the plain random crop;
   * 16 to 64 find the cells in fields that are mostly empty. @default 1
   */
  readonly attempts?: number;
}

/** Refuses sides and attempts that are not positive integers. */
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
 * Draws a square inside an image: every side of the range, and every place where it fits, with the same probability,
 * then the best of `attempts` of them.
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
 * Variance of the grey values inside a window, of at most 16x16 of its pixels on an even grid, under a Hann window (`sin²`, 1 in the middle,
 * 0 at the edges): a cell in the middle counts more than one that the edge cuts.
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
