import type { FilterImage, PixelValues } from "../filterImage.ts";
import type { FilterStrengths } from "./filtersForNoise.ts";
import { gaussianFilter } from "./gaussianFilter.ts";
import { medianFilter } from "./medianFilter.ts";
import { nonLocalMeansFilter } from "./nonLocalMeansFilter.ts";
import { totalVariationFilter } from "./totalVariationFilter.ts";

/** Name of a classical filter. */
export type FilterName = keyof FilterStrengths;

/** Names of the classical filters, the fastest first. */
export const filterNames: readonly FilterName[] = ["median", "gaussian", "totalVariation", "nonLocalMeans"];

/**
 * Denoise an image with a classical filter selected by name.
 *
 * @param strengths - Filter options, for example from `filtersForNoise`.
 * @returns New image of the same size and array type.
 * @throws RangeError if the name is unknown; any error of the filter.
 */
export function applyFilter<Values extends PixelValues>(
  name: FilterName,
  image: FilterImage<Values>,
  strengths: FilterStrengths,
): FilterImage<Values> {
  switch (name) {
    case "median":
      return medianFilter(image, strengths.median);
    case "gaussian":
      return gaussianFilter(image, strengths.gaussian);
    case "totalVariation":
      return totalVariationFilter(image, strengths.totalVariation);
    case "nonLocalMeans":
      return nonLocalMeansFilter(image, strengths.nonLocalMeans);
    default:
      throw new RangeError(
        `applyFilter: name must be one of ${filterNames.join(", ")}, got ${JSON.stringify(name)}.`,
      );
  }
}
