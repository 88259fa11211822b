import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/metrics", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "bootstrapInterval",
      "frechetDistance",
      "gaussianFrechetDistance",
      "gaussianMoments",
      "kernelDistance",
      "kernelDistanceOfSubsets",
      "kolmogorovSmirnovDistance",
      "nearestNeighbours",
      "precisionRecallDensityCoverage",
      "psnr",
      "ssim",
      "wassersteinDistance",
    ]
  `);
});
