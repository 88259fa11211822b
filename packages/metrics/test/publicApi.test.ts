import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/metrics", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "CELL_FEATURES",
      "bootstrapInterval",
      "cellFeatures",
      "compareFeatures",
      "featureStandardiser",
      "frechetDistance",
      "gaussianFrechetDistance",
      "gaussianMoments",
      "kernelDistance",
      "kernelDistanceOfSubsets",
      "kolmogorovSmirnovDistance",
      "nearestNeighbours",
      "precisionRecallDensityCoverage",
      "psnr",
      "realFloor",
      "segmentCells",
      "ssim",
      "wassersteinDistance",
    ]
  `);
});
