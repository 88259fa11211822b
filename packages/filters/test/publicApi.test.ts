import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/filters", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "anscombe",
      "busiestSquare",
      "estimateNoise",
      "filtersForNoise",
      "gaussianFilter",
      "generalizedAnscombe",
      "inverseAnscombe",
      "inverseGeneralizedAnscombe",
      "medianFilter",
      "mirroredPlace",
      "nonLocalMeansFilter",
      "photonNoise",
      "riskProbe",
      "totalVariationFilter",
      "undoGeneralizedAnscombe",
    ]
  `);
});
