import { expect, it } from "vitest";
import {
  applyFilter,
  filterNames,
  filtersForNoise,
  gaussianFilter,
  medianFilter,
  nonLocalMeansFilter,
  totalVariationFilter,
} from "../../src/index.ts";

it("applyFilter is the filter of the name, with its strength", () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => ((i * 7919) % 23) + (i % 20));
  const image = { values, height: 20, width: 20, channels: 1 };
  const strengths = filtersForNoise(image, 4);
  expect(filterNames.map((name) => applyFilter(name, image, strengths))).toEqual([
    medianFilter(image, strengths.median),
    gaussianFilter(image, strengths.gaussian),
    totalVariationFilter(image, strengths.totalVariation),
    nonLocalMeansFilter(image, strengths.nonLocalMeans),
  ]);
  expect(() => applyFilter("bm3d" as "median", image, strengths)).toThrow(
    'applyFilter: name must be one of median, gaussian, totalVariation, nonLocalMeans, got "bm3d".',
  );
});
