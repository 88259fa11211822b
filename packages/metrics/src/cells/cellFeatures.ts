import { type CellShape, cellShape } from "./cellShape.ts";
import { granularity } from "./granularity.ts";
import { haralickTextures } from "./haralickTextures.ts";
import { intensityOf, type MeasuredImage, type MeasuredImageOptions, unitPlanes } from "./measuredImage.ts";
import { colourDistance } from "./segmentation/colourDistance.ts";
import { findCells } from "./segmentation/findCells.ts";
import { valueMoments } from "./valueMoments.ts";

/** Names of the features of `cellFeatures`, in order. */
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
  "colorSpread",
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

/** Name of a feature of `cellFeatures`. */
export type CellFeature = (typeof CELL_FEATURES)[number];

/**
 * Measure shapes and textures of the cells in an image, in the order of `CELL_FEATURES`. Cells are found by `segmentCells`. Intensities and
 * colors are fractions of `valueRange` (0 black, 1 white) and lengths are in pixels, so only images of the same size are comparable.
 *
 * | Features | Description |
 * |---|---|
 * | `cells`, `foreground` | number of cells; share of the image that they cover |
 * | `area`, `perimeter`, `eccentricity`, `solidity`, `circularity` | means over the cells, weighted by area, so that small specks have little influence; defined as in scikit-image's `regionprops`, and `circularity = 4 π area / perimeter²` |
 * | `intensityMean`, `…Deviation`, `…Skewness`, `…Kurtosis` | moments of the cells' pixels (excess kurtosis, 0 for a normal distribution), of the gray value `0.299 red + 0.587 green + 0.114 blue` |
 * | `redMean` … `blueKurtosis` | the same for each channel; 0 in grayscale images |
 * | `colorSpread` | root mean square distance of the hues of the cells' pixels from the mean hue, where a hue is a pixel's three values minus their mean; 0 in grayscale images |
 * | `contrast` | mean color distance between cells and background, `sqrt(mean over channels of squares)` |
 * | `backgroundLevel`, `backgroundDeviation` | mean and standard deviation of the gray values outside the cells |
 * | `granularity1`, `2`, `4`, `8` | share of the image's distance from the background color removed by openings with a cross (radius 1) and octagons (radii 2, 4, 8), each in addition to the previous one; the first contains fine structure and noise |
 * | `haralickContrast`, `…Correlation`, `…Energy`, `…Homogeneity`, `…Entropy` | textures of pairs of neighboring pixels in the cells, with 32 gray levels from the darkest to the brightest pixel of the cells; means over four directions |
 *
 * If no cell is found, `cells` to `circularity` and `contrast` are 0, and the other features are measured over the whole image. In a
 * constant image, standard deviations, skewness, kurtosis and granularity are 0, and the textures are 0, 1, 1, 1 and 0. No feature is ever
 * NaN.
 *
 * @param image - Values in `valueRange`; not modified.
 * @returns One number per feature. They are invariant to rotation by 90 degrees and mirroring. New array.
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
    planes.length === 1 ? 0 : colorSpread(planes, inside),
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

/** Return the pixels inside the cells, or outside. */
function pixelsWhere(labels: Int32Array, inCell: boolean): Int32Array {
  const pixels = new Int32Array(labels.length);
  let count = 0;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (labels[pixel]! > 0 === inCell) pixels[count++] = pixel;
  }
  return pixels.subarray(0, count);
}

/** Average the shapes, weighted by area; 0 without cells. */
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

function colorSpread(planes: readonly Float64Array[], pixels: Int32Array): number {
  const means = planes.map((plane) => valueMoments(plane, pixels).mean);
  let squares = 0;
  for (const pixel of pixels) {
    const [red, green, blue] = planes.map((plane, channel) => plane[pixel]! - means[channel]!);
    squares += red! ** 2 + green! ** 2 + blue! ** 2 - (red! + green! + blue!) ** 2 / 3;
  }
  return Math.sqrt(Math.max(squares, 0) / pixels.length);
}
