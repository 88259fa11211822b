import { describe, expect, it } from "vitest";
import {
  type FilterImage,
  filtersForNoise,
  gaussianFilter,
  medianFilter,
  nonLocalMeansFilter,
  totalVariationFilter,
} from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { meanSquare, spots, withNoise } from "../testImages.ts";

const clean = spots(32);

describe("filtersForNoise", () => {
  it.each([0.03, 0.2])("finds strengths near the best for noise of %d", (sigma) => {
    const noisy = withNoise(clean, sigma);
    const found = filtersForNoise(noisy, sigma);
    const error = (filtered: FilterImage) => meanSquare(filtered, clean);
    const least = (strengths: readonly number[], filter: (strength: number) => FilterImage) =>
      Math.min(...strengths.map((strength) => error(filter(strength))));
    expect(error(medianFilter(noisy, found.median))).toBeLessThan(
      1.1 * least([0, 1, 2, 3, 4, 5], (radius) => medianFilter(noisy, { radius })),
    );
    expect(error(gaussianFilter(noisy, found.gaussian))).toBeLessThan(
      1.1 * least([0.4, 0.6, 0.8, 1, 1.3, 1.6, 2, 3], (blur) => gaussianFilter(noisy, { blur })),
    );
    expect(error(totalVariationFilter(noisy, found.totalVariation))).toBeLessThan(
      1.1 * least([0.6, 0.9, 1.2, 1.6, 2.2], (w) => totalVariationFilter(noisy, { weight: w * sigma })),
    );
    const options = { noise: sigma, patchRadius: 2 };
    expect(error(nonLocalMeansFilter(noisy, found.nonLocalMeans))).toBeLessThan(
      1.1 * least([0.4, 0.7, 1, 1.4], (h) => nonLocalMeansFilter(noisy, { ...options, strength: h * sigma })),
    );
  });

  it("does not depend on the scale of the pixels, nor on what lies around the busiest part", () => {
    const noisy = withNoise(clean, 0.1);
    const found = filtersForNoise(noisy, 0.1);
    const scaled = filtersForNoise({ ...noisy, values: noisy.values.map((value) => 100 * value + 7) }, 10);
    expect([scaled.median, scaled.gaussian]).toEqual([found.median, found.gaussian]);
    expect(scaled.totalVariation.weight).toBeCloseTo(100 * found.totalVariation.weight, 9);
    expect(scaled.nonLocalMeans.patchRadius).toBe(found.nonLocalMeans.patchRadius);
    expect(scaled.nonLocalMeans.strength).toBeCloseTo(100 * found.nonLocalMeans.strength, 9);
  });

  it("changes nothing where there is no noise", () => {
    const found = filtersForNoise(clean, 0);
    for (const filtered of [
      medianFilter(clean, found.median),
      gaussianFilter(clean, found.gaussian),
      totalVariationFilter(clean, found.totalVariation),
      nonLocalMeansFilter(clean, found.nonLocalMeans),
    ]) {
      expect(meanSquare(filtered, clean)).toBeLessThan(1e-20);
    }
  });

  it("refuses what is no image, and no noise", () => {
    expectImageErrors("filtersForNoise", (image) => filtersForNoise(image, 0.1));
    for (const sigma of [-1, Number.NaN]) {
      expect(() => filtersForNoise(clean, sigma)).toThrow(
        new RangeError(`filtersForNoise: sigma must be finite and at least 0, got ${sigma}.`),
      );
    }
  });
});
