import { type CellImage, checkCellImage } from "../images/cellImage.ts";
import type { CropBox } from "./cropBox.ts";

/** Object of an instance mask. */
export interface InstanceBox extends CropBox {
  readonly instance: number;
  /** Number of its pixels. */
  readonly area: number;
}

/**
 * Return the bounding boxes of the objects of an instance mask. Pixels of an object have the same value; 0 is background.
 *
 * @param mask - One channel, of any integer type, or floating-point numbers that are whole.
 * @returns In ascending order of their values.
 * @throws RangeError if the mask has several channels, or values that are negative or not whole.
 */
export function instanceBoxes(mask: CellImage): InstanceBox[] {
  checkCellImage("instanceBoxes", mask);
  const { width, height, channels, data } = mask;
  if (channels !== 1) {
    throw new RangeError(
      `instanceBoxes: mask must have 1 channel, got ${channels}. Save it as a gray image with one value per object.`,
    );
  }
  interface Bounds {
    left: number;
    right: number;
    top: number;
    bottom: number;
    area: number;
  }
  const found = new Map<number, Bounds>();
  let last = 0;
  let bounds: Bounds | undefined;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const value = data[i]!;
      if (value === 0) continue;
      if (value !== last || !bounds) {
        if (!Number.isInteger(value) || value < 0) {
          throw new RangeError(
            `instanceBoxes: mask must have whole numbers of at least 0, got ${value} at (${x}, ${y}). Give a mask with one value per object.`,
          );
        }
        last = value;
        bounds = found.get(value);
        if (!bounds) {
          bounds = { left: x, right: x, top: y, bottom: y, area: 0 };
          found.set(value, bounds);
        }
      }
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.bottom = y;
      bounds.area++;
    }
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([instance, { left, right, top, bottom, area }]) => ({
      left,
      top,
      width: right - left + 1,
      height: bottom - top + 1,
      instance,
      area,
    }));
}
