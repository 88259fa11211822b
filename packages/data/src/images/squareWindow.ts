import type { PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";

/** A square part of an image, in its pixels. */
export interface SquareWindow {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** The largest square in the middle of an image; where it cannot lie in the middle, half a pixel further left or up. */
export function centreSquare({ width, height }: Pick<CellImage, "width" | "height">): SquareWindow {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

/** The square as a rectangle. */
export function windowOf({ left, top, side }: SquareWindow): PixelWindow {
  return { left, top, width: side, height: side };
}
