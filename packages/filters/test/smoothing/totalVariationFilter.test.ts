import { describe, expect, it } from "vitest";
import { type FilterImage, totalVariationFilter } from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { expectClose, golden, goldenImages } from "../golden.ts";
import { meanSquare, spots, withNoise } from "../testImages.ts";

/** Left of `columns` 0, right of it `jump`, 3 rows. */
function step(left: number, right: number, jump: readonly number[]): FilterImage<Float64Array> {
  const channels = jump.length;
  const width = left + right;
  const values = Float64Array.from({ length: 3 * width * channels }, (_, i) =>
    Math.floor(i / channels) % width < left ? 0 : jump[i % channels]!,
  );
  return { values, height: 3, width, channels };
}

describe("totalVariationFilter", () => {
  it("goes to scikit-image's minimum", () => {
    expect(golden.totalVariation.length).toBe(2);
    for (const { image, weight, values } of golden.totalVariation) {
      const { values: got } = totalVariationFilter(goldenImages[image]!, { weight, iterations: 20_000 });
      expectClose(got, values, 1e-6);
    }
  });

  it("by hand: a step's sides of m and n columns come nearer by weight/m and weight/n, and it stays sharp", () => {
    const { values } = totalVariationFilter(step(4, 6, [1]), { weight: 0.3, iterations: 5000 });
    for (let i = 0; i < 30; i++) expect(values[i]).toBeCloseTo(i % 10 < 4 ? 0.3 / 4 : 1 - 0.3 / 6, 6);
    // Where they would meet, all is the mean: 0.3/4 + 0.3/6 > 0.1.
    const flat = totalVariationFilter(step(4, 6, [0.1]), { weight: 0.3, iterations: 5000 });
    for (const value of flat.values) expect(value).toBeCloseTo(0.06, 6);
  });

  it("by hand: colors share an edge, each moving by its part of the jump's length", () => {
    // The jump (0.6, 0.8) has length 1: the channels move by 0.6 and 0.8 of weight/m.
    const { values } = totalVariationFilter(step(5, 5, [0.6, 0.8]), { weight: 0.5, iterations: 5000 });
    for (let i = 0; i < values.length; i++) {
      const jump = i % 2 === 0 ? 0.6 : 0.8;
      expect(values[i]).toBeCloseTo(Math.floor(i / 2) % 10 < 5 ? 0.1 * jump : 0.9 * jump, 6);
    }
  });

  it("keeps the mean, and denoises; 100 steps are enough for a weight near the noise", () => {
    const clean = spots(40, 3);
    const noisy = withNoise(clean, 0.1);
    const denoised = totalVariationFilter(noisy, { weight: 0.13 });
    const mean = ({ values }: FilterImage<Float64Array>) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(denoised)).toBeCloseTo(mean(noisy), 10);
    expect(meanSquare(denoised, clean)).toBeLessThan(0.01 / 12);
    const longer = totalVariationFilter(noisy, { weight: 0.13, iterations: 3000 });
    expect(meanSquare(denoised, longer)).toBeLessThan(0.01 / 1000);
  });

  it("of weight 0 is a copy of the same kind", () => {
    const image = { values: Float32Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
    expect(totalVariationFilter(image, { weight: 0 })).toEqual(image);
  });

  it("refuses what is no image, weight or number of steps", () => {
    expectImageErrors("totalVariationFilter", (image) => totalVariationFilter(image, { weight: 1 }));
    expect(() => totalVariationFilter(goldenImages[0]!, { weight: -1 })).toThrow(
      new RangeError("totalVariationFilter: weight must be finite and at least 0, got -1."),
    );
    expect(() => totalVariationFilter(goldenImages[0]!, { weight: 1, iterations: 0 })).toThrow(
      new RangeError("totalVariationFilter: iterations must be a positive integer, got 0."),
    );
  });
});
