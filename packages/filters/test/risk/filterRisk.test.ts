import { describe, expect, it } from "vitest";
import { type FilterImage, gaussianFilter, medianFilter, totalVariationFilter } from "../../src/index.ts";
import { filterRisk, selectionRisk } from "../../src/risk/filterRisk.ts";
import { meanSquare, spots, withNoise } from "../testImages.ts";

const sigma = 0.1;
const clean = spots(64);
const noisy = withNoise(clean, sigma);

describe("filterRisk", () => {
  it.each<[string, (image: FilterImage) => FilterImage]>([
    ["no filter", (image) => image],
    ["a little blur", (image) => gaussianFilter(image, { blur: 0.7 })],
    ["a strong blur", (image) => gaussianFilter(image, { blur: 4 })],
    ["total variation", (image) => totalVariationFilter(image, { weight: 0.13 })],
    ["all one value", (image) => ({ ...image, values: image.values.map(() => 0.3) })],
  ])("is about the mean squared error of %s", (_, filter) => {
    // Its spread is that of the squares of 4,096 noises: sigma² sqrt(2 / 4096) = 0.022 sigma².
    expect(Math.abs(filterRisk(filter, noisy, sigma) - meanSquare(filter(noisy), clean))).toBeLessThan(
      0.1 * sigma ** 2,
    );
  });
});

describe("selectionRisk", () => {
  it("is about the mean squared error of a median, in whole numbers too", () => {
    const bytes = { ...noisy, values: noisy.values.map((value) => Math.round(40 * value)) };
    for (const radius of [1, 2, 4]) {
      const filter = (image: FilterImage) => medianFilter(image, { radius });
      const error = meanSquare(filter(noisy), clean);
      expect(Math.abs(selectionRisk(filter, noisy, sigma) - error)).toBeLessThan(0.1 * sigma ** 2);
      const risk = selectionRisk(filter, bytes, 40 * sigma) / 40 ** 2;
      expect(Math.abs(risk - error)).toBeLessThan(0.15 * sigma ** 2);
    }
  });
});
