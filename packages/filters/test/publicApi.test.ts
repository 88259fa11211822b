import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/filters", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "anscombe",
      "estimateNoise",
      "filtersForNoise",
      "gaussianFilter",
      "generalizedAnscombe",
      "inverseAnscombe",
      "inverseGeneralizedAnscombe",
      "medianFilter",
      "nonLocalMeansFilter",
      "photonNoise",
      "totalVariationFilter",
      "undoGeneralizedAnscombe",
    ]
  `);
});
