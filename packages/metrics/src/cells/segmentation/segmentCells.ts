import { type MeasuredImage, type MeasuredImageOptions, unitPlanes } from "../measuredImage.ts";
import { findCells } from "./findCells.ts";

export interface CellSegmentation {
  /** `[height, width]`, row by row: 0 in the background, 1 in the largest cell, 2 in the next. */
  readonly labels: Int32Array;
  /** Number of pixels of each cell, largest first: label k is at index k - 1. Empty if no cell is found. */
  readonly areas: Int32Array;
  /** Background color, one number per channel, on the scale of the image. */
  readonly background: Float64Array;
}

/**
 * Segment the cells in an image of one or more cells, bright on dark or dark on bright, in grayscale or color.
 *
 * The image is smoothed slightly (weights 1, 2, 1 along rows and columns). Otsu's threshold of the gray values splits it into brighter and
 * darker pixels; the background color is the median of the class with the larger share of the image border. Otsu's threshold of the
 * distance from that color separates the foreground. Holes are filled, and pixels that touch at edges or corners form one cell.
 *
 * Components with fewer than 9 pixels, or less than 1/50 of the largest, are dropped. No cell is found if the foreground covers the whole
 * image, or if its distance from the background color exceeds that of the background by less than 1 % of the range or two standard
 * deviations of the noise after smoothing.
 *
 * Pale parts of stained cells may count as background, and touching cells count as one. Real and generated images are affected alike.
 *
 * @param image - Values in `valueRange`; not modified.
 * @returns The cells. Rotating or mirroring the image rotates or mirrors them. Inverting black and white has no effect, unless brighter and
 *   darker pixels have equal shares of the border. New arrays.
 * @throws TypeError if the values are not of a type in `Pixels`; RangeError if they are not height * width * channels or not in the
 *   range, if channels are not 1 or 3 without `segmentChannel`, or if the range is not ascending.
 * @see Otsu 1979, IEEE Transactions on Systems, Man and Cybernetics 9.
 */
export function segmentCells(image: MeasuredImage, options: MeasuredImageOptions = {}): CellSegmentation {
  const unit = unitPlanes("segmentCells", image, options);
  const [black, white] = options.valueRange ?? [-1, 1];
  const { cells, labels, background } = findCells(unit);
  return {
    labels,
    areas: Int32Array.from(cells, (pixels) => pixels.length),
    background: background.map((share) => black + share * (white - black)),
  };
}
