import { describe, expect, it } from "vitest";
import { nonLocalMeansFilter } from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { expectClose, golden, goldenImages } from "../golden.ts";
import { meanSquare, spots, withNoise } from "../testImages.ts";

describe("nonLocalMeansFilter", () => {
  it("gives what its formula gives pixel by pixel, in gray and color, with and without noise taken off", () => {
    expect(golden.nonLocalMeans.length).toBe(3);
    for (const { image, values, ...options } of golden.nonLocalMeans) {
      expectClose(nonLocalMeansFilter(goldenImages[image]!, options).values, values, 1e-9);
    }
  });

  it("averages all where everything is alike within the noise, and nothing where nothing is", () => {
    const values = Float32Array.of(0, 1, 0, 1, 0, 1);
    const image = { values, height: 2, width: 3, channels: 1 };
    // d² is at most 1, so a noise of 1 explains all of it.
    const even = nonLocalMeansFilter(image, { noise: 1, strength: 0.1, patchRadius: 0 });
    for (const value of even.values) expect(value).toBeCloseTo(0.5, 6);
    const kept = nonLocalMeansFilter(image, { noise: 0, strength: 0.1, patchRadius: 0 });
    expectClose(kept.values, values, 1e-9);
    expect(kept.values).toBeInstanceOf(Float32Array);
  });

  it("of strength 0 averages what the noise explains, and that alone", () => {
    const image = { values: Float64Array.of(0, 0.1, 5, 5.1), height: 1, width: 4, channels: 1 };
    // 2 noise² = 0.02: differences up to 0.14.
    const { values } = nonLocalMeansFilter(image, { noise: 0.1, strength: 0, patchRadius: 0 });
    expectClose(values, [0.05, 0.05, 5.05, 5.05], 1e-12);
  });

  it("denoises, on any scale alike", () => {
    const clean = spots(48);
    const noisy = withNoise(clean, 0.1);
    const denoised = nonLocalMeansFilter(noisy, { noise: 0.1, strength: 0.06, patchRadius: 2 });
    expect(meanSquare(denoised, clean)).toBeLessThan(0.01 / 6);
    const bytes = { ...noisy, values: noisy.values.map((value) => 255 * value - 20) };
    const scaled = nonLocalMeansFilter(bytes, { noise: 25.5, strength: 15.3, patchRadius: 2 });
    expectClose(
      scaled.values.map((value) => (value + 20) / 255),
      denoised.values,
      1e-9,
    );
  });

  it("refuses what is no image, noise, strength or radius", () => {
    const options = { noise: 0.1, strength: 0.1 };
    expectImageErrors("nonLocalMeansFilter", (image) => nonLocalMeansFilter(image, options));
    const refuse = (more: object) =>
      expect(() => nonLocalMeansFilter(goldenImages[0]!, { ...options, ...more }));
    refuse({ noise: -1 }).toThrow(
      new RangeError("nonLocalMeansFilter: noise must be finite and at least 0, got -1."),
    );
    refuse({ strength: -1 }).toThrow(
      new RangeError("nonLocalMeansFilter: strength must be finite and at least 0, got -1."),
    );
    refuse({ patchRadius: 1.5 }).toThrow(
      new RangeError("nonLocalMeansFilter: patchRadius must be a non-negative integer, got 1.5."),
    );
    refuse({ searchRadius: -1 }).toThrow(
      new RangeError("nonLocalMeansFilter: searchRadius must be a non-negative integer, got -1."),
    );
  });
});
