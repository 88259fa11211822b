import { type FeatureStandardiser, featureStandardiser } from "../featureStandardiser.ts";
import type { Features } from "../features.ts";
import { CELL_FEATURES, type CellFeature } from "./cellFeatures.ts";

/** Those without an upper bound: in sets of real cells their skewness is 1 to 14, and with the logarithm mostly below 1. */
const LOGARITHMIC: readonly CellFeature[] = [
  "cells",
  "area",
  "perimeter",
  "intensitySkewness",
  "intensityKurtosis",
  "redSkewness",
  "redKurtosis",
  "greenSkewness",
  "greenKurtosis",
  "blueSkewness",
  "blueKurtosis",
  "haralickContrast",
];

/**
 * `featureStandardiser` for rows of `cellFeatures`: number, area and perimeter of the cells, each skewness and kurtosis, and Haralick's
 * contrast by their logarithms, all others as they are.
 *
 * @param real - Rows of `cellFeatures` of real images, n from 2.
 * @throws TypeError and RangeError as `featureStandardiser`.
 */
export function cellFeatureStandardiser(real: Features): FeatureStandardiser {
  const logarithmic = LOGARITHMIC.map((name) => CELL_FEATURES.indexOf(name));
  return featureStandardiser(real, CELL_FEATURES.length, { logarithmic });
}
