import type { FilterImage, PixelValues } from "../filterImage.ts";
import type { FilterStrengths } from "./filtersForNoise.ts";
import { gaussianFilter } from "./gaussianFilter.ts";
import { medianFilter } from "./medianFilter.ts";
import { nonLocalMeansFilter } from "./nonLocalMeansFilter.ts";
import { totalVariationFilter } from "./totalVariationFilter.ts";

/** The name of a classical filter. */
export type FilterName = keyof FilterStrengths;

/** All classical filters, the fastest first. */
export const filterNames: readonly FilterName[] = ["median", "gaussian", "totalVariation", "nonLocalMeans"];

/**
 * Denoises an image with a classical filter by its name, for comparisons of all of them.
 *
 * @param strengths - As `filtersForNoise` gives them.
 * @returns A new image of the same size and kind of array.
 * @throws RangeError if the name is unknown; what the filter throws.
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
