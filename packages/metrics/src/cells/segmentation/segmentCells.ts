import { type MeasuredImage, type MeasuredImageOptions, unitPlanes } from "../measuredImage.ts";
import { findCells } from "./findCells.ts";

export interface CellSegmentation {
  /** `[height, width]`, row by row: 0 in the background, 1 in the largest cell, 2 in the next. */
  readonly labels: Int32Array;
  /** Each cell's number of pixels, largest first: that of label k at k - 1. Empty where no cell is found. */
  readonly areas: Int32Array;
  /** The background's colour, a number a channel, on the image's own scale. */
  readonly background: Float64Array;
}

/**
 * Finds the cells in an image of one or several, bright on dark or dark on bright, grey or in colour.
 *
 * The image is smoothed lightly (weights 1, 2, 1 along rows and columns). Otsu's threshold of its grey values splits it into brighter and
 * darker pixels; the background's colour is the median of those that have the larger part of the image's edge. Otsu's threshold of
 * each pixel's distance from that colour splits foreground from background; holes are filled; what touches at sides or corners is one cell.
 *
 * Parts with fewer than 9 pixels, or less than a fiftieth of the largest one's, are dropped. No cell is found where the foreground is not
 * farther from the background's colour than the background by 1 % of the range and by two deviations of the image's noise (as it is
 * after the smoothing), or where it is the whole image.
 *
 * A stained cell's pale part may be background, and touching cells are one: the same for real and for generated ones.
 *
 * @param image - Values in `valueRange`; untouched.
 * @returns The cells, the caller's. Turning or mirroring the image turns or mirrors them; so does exchanging black and white, but for an
 *   image with as much brighter as darker edge.
 * @throws TypeError if the values are none of the arrays of `Pixels`; RangeError if they are not height * width * channels or not in the
 *   range, if channels are not 1 or 3, or if the range does not ascend.
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
