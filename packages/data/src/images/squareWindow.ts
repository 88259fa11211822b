import type { PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";

/** Square part of an image, in pixels. */
export interface SquareWindow {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Return the largest centred square of an image, rounded to the left and up by half a pixel if necessary. */
export function centreSquare({ width, height }: Pick<CellImage, "width" | "height">): SquareWindow {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

/** Convert a square to a rectangle. */
export function windowOf({ left, top, side }: SquareWindow): PixelWindow {
  return { left, top, width: side, height: side };
}
