import { type CellShape, cellShape } from "./cellShape.ts";
import { granularity } from "./granularity.ts";
import { haralickTextures } from "./haralickTextures.ts";
import { intensityOf, type MeasuredImage, type MeasuredImageOptions, unitPlanes } from "./measuredImage.ts";
import { colourDistance } from "./segmentation/colourDistance.ts";
import { findCells } from "./segmentation/findCells.ts";
import { valueMoments } from "./valueMoments.ts";

/** The names of what `cellFeatures` measures, in its order. */
export const CELL_FEATURES = [
  "cells",
  "foreground",
  "area",
  "perimeter",
  "eccentricity",
  "solidity",
  "circularity",
  "intensityMean",
  "intensityDeviation",
  "intensitySkewness",
  "intensityKurtosis",
  "redMean",
  "redDeviation",
  "redSkewness",
  "redKurtosis",
  "greenMean",
  "greenDeviation",
  "greenSkewness",
  "greenKurtosis",
  "blueMean",
  "blueDeviation",
  "blueSkewness",
  "blueKurtosis",
  "colourSpread",
  "contrast",
  "backgroundLevel",
  "backgroundDeviation",
  "granularity1",
  "granularity2",
  "granularity4",
  "granularity8",
  "haralickContrast",
  "haralickCorrelation",
  "haralickEnergy",
  "haralickHomogeneity",
  "haralickEntropy",
] as const;

/** The name of one measured feature of an image of cells. */
export type CellFeature = (typeof CELL_FEATURES)[number];

/**
 * Shapes and textures of the cells in an image, in the order of `CELL_FEATURES`. Cells are those of `segmentCells`; intensities and colours
 * are shares of `valueRange` (0 black, 1 white), lengths are pixels: compare images of one size.
 *
 * | features | what |
 * |---|---|
 * | `cells`, `foreground` | number of cells; share of the image that they cover |
 * | `area`, `perimeter`, `eccentricity`, `solidity`, `circularity` | means over the cells, weighted by area, so that a speck beside a cell hardly counts; as scikit-image's `regionprops` defines them, and `circularity = 4 π area / perimeter²` |
 * | `intensityMean`, `…Deviation`, `…Skewness`, `…Kurtosis` | moments of the cells' pixels (kurtosis: 0 for a normal distribution), of the grey value `0.299 red + 0.587 green + 0.114 blue` |
 * | `redMean` … `blueKurtosis` | the same of a channel; 0 in grey images |
 * | `colourSpread` | root of the mean squared distance between the cells' pixels' hues and their mean, a hue being a pixel's three values less their own mean; 0 in grey images |
 * | `contrast` | mean distance of the cells' colour from the background's, `sqrt(mean over channels of squares)` |
 * | `backgroundLevel`, `backgroundDeviation` | mean and deviation of the grey values outside the cells |
 * | `granularity1`, `2`, `4`, `8` | share of the image's distance from the background's colour that openings with a cross and with octagons of these radii take away, each beyond the one before: fine structure, and noise, in the first |
 * | `haralickContrast`, `…Correlation`, `…Energy`, `…Homogeneity`, `…Entropy` | of pairs of neighbouring pixels in the cells, grey values in 32 levels from the cells' darkest to their brightest, means over four directions |
 *
 * Where no cell is found, `cells` to `circularity` and `contrast` are 0, and all else is measured over the whole image; of an image of one
 * value, deviations, skewness, kurtosis and granularity are 0, and the textures are 0, 1, 1, 1 and 0. Every feature is always a number.
 *
 * @param image - Values in `valueRange`; untouched.
 * @returns A number a feature, the caller's. Turning the image by a right angle, or mirroring it, leaves all of them.
 * @throws TypeError and RangeError as `segmentCells`.
 * @see Haralick, Shanmugam and Dinstein 1973, IEEE Transactions on Systems, Man and Cybernetics 3; Maragos 1989, IEEE Transactions on
 *   Pattern Analysis and Machine Intelligence 11.
 */
export function cellFeatures(image: MeasuredImage, options: MeasuredImageOptions = {}): Float64Array {
  const unit = unitPlanes("cellFeatures", image, options);
  const { height, width, planes } = unit;
  const { cells, labels, background } = findCells(unit);
  const outside = pixelsWhere(labels, false);
  const inside = cells.length === 0 ? outside : pixelsWhere(labels, true);
  const isInside = new Uint8Array(labels.length);
  for (const pixel of inside) isInside[pixel] = 1;

  const intensity = intensityOf(planes);
  const distance = colourDistance(planes, background);
  const level = valueMoments(intensity, outside);
  const shape = meanShape(cells, labels, height, width);
  const textures = haralickTextures(intensity, isInside, height, width);
  return Float64Array.of(
    cells.length,
    cells.length === 0 ? 0 : inside.length / labels.length,
    shape.area,
    shape.perimeter,
    shape.eccentricity,
    shape.solidity,
    shape.circularity,
    ...momentsOf(intensity, inside),
    ...(planes.length === 1 ? new Array<number>(12).fill(0) : planes.flatMap((p) => momentsOf(p, inside))),
    planes.length === 1 ? 0 : colourSpread(planes, inside),
    cells.length === 0 ? 0 : valueMoments(distance, inside).mean,
    level.mean,
    level.deviation,
    ...granularity(distance, height, width),
    textures.contrast,
    textures.correlation,
    textures.energy,
    textures.homogeneity,
    textures.entropy,
  );
}

/** The pixels that are of a cell, or those that are of none. */
function pixelsWhere(labels: Int32Array, inCell: boolean): Int32Array {
  const pixels = new Int32Array(labels.length);
  let count = 0;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (labels[pixel]! > 0 === inCell) pixels[count++] = pixel;
  }
  return pixels.subarray(0, count);
}

/** Weighted by area; 0 without a cell. */
function meanShape(
  cells: readonly Int32Array[],
  labels: Int32Array,
  height: number,
  width: number,
): CellShape {
  const mean = { area: 0, perimeter: 0, eccentricity: 0, solidity: 0, circularity: 0 };
  const total = cells.reduce((sum, pixels) => sum + pixels.length, 0);
  for (const [index, pixels] of cells.entries()) {
    const shape = cellShape(
      pixels,
      width,
      (y, x) => y >= 0 && y < height && x >= 0 && x < width && labels[y * width + x] === index + 1,
    );
    for (const name of Object.keys(mean) as (keyof CellShape)[]) {
      mean[name] += (shape[name] * pixels.length) / total;
    }
  }
  return mean;
}

function momentsOf(plane: Float64Array, pixels: Int32Array): number[] {
  const { mean, deviation, skewness, kurtosis } = valueMoments(plane, pixels);
  return [mean, deviation, skewness, kurtosis];
}

function colourSpread(planes: readonly Float64Array[], pixels: Int32Array): number {
  const means = planes.map((plane) => valueMoments(plane, pixels).mean);
  let squares = 0;
  for (const pixel of pixels) {
    const [red, green, blue] = planes.map((plane, channel) => plane[pixel]! - means[channel]!);
    squares += red! ** 2 + green! ** 2 + blue! ** 2 - (red! + green! + blue!) ** 2 / 3;
  }
  return Math.sqrt(Math.max(squares, 0) / pixels.length);
}
