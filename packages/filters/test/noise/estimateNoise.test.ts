import { describe, expect, it } from "vitest";
import { estimateNoise, type FilterImage } from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { spots, withNoise } from "../testImages.ts";

const toBytes = (image: FilterImage<Float64Array>): FilterImage<Float64Array> => ({
  ...image,
  values: image.values.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 255) / 255),
});

describe("estimateNoise", () => {
  it.each([0.01, 0.05, 0.1, 0.3])("finds the noise of %d that was added, in gray and color", (sigma) => {
    // Its standard error is 3% for 64x64 pixels in gray, 2% in color.
    for (const channels of [1, 3]) {
      const found = estimateNoise(withNoise(spots(64, channels), sigma));
      expect(Math.abs(found / sigma - 1)).toBeLessThan(0.09);
    }
  });

  it("takes neither slopes nor the edges of cells for noise", () => {
    expect(estimateNoise(spots(64))).toBe(0);
    const slanted = Float64Array.from({ length: 900 }, (_, i) => 3 * Math.floor(i / 30) - 2 * (i % 30));
    expect(estimateNoise({ values: slanted, height: 30, width: 30, channels: 1 })).toBeLessThan(1e-12);
  });

  it("finds it where the files' range has cut half of it off", () => {
    const dark = spots(96);
    const field = { ...dark, values: dark.values.map((value) => value - 0.2) };
    for (const sigma of [0.05, 0.1]) {
      const bytes = toBytes(withNoise(field, sigma));
      // Its median alone sees background of which the half is 0.
      expect(estimateNoise(bytes) / sigma).toBeGreaterThan(0.88);
      expect(estimateNoise(bytes) / sigma).toBeLessThan(1.12);
      const bright = { ...bytes, values: bytes.values.map((value) => 1 - value) };
      expect(estimateNoise(bright)).toBeCloseTo(estimateNoise(bytes), 9);
    }
  });

  it("is right on average", () => {
    const even = { values: new Float64Array(32 * 32 * 3), height: 32, width: 32, channels: 3 };
    const found = Array.from({ length: 40 }, (_, seed) => estimateNoise(withNoise(even, 1, seed)));
    expect(found.reduce((sum, value) => sum + value, 0) / 40).toBeGreaterThan(0.97);
  });

  it("is in units of the pixels", () => {
    const noisy = withNoise(spots(32), 0.1);
    const scaled = { ...noisy, values: noisy.values.map((value) => 1000 * value - 5) };
    expect(estimateNoise(scaled) / estimateNoise(noisy)).toBeCloseTo(1000, 6);
  });

  it("refuses what is no image, and too small ones", () => {
    expectImageErrors("estimateNoise", estimateNoise);
    expect(() => estimateNoise({ values: new Float32Array(10), height: 2, width: 5, channels: 1 })).toThrow(
      new RangeError("estimateNoise: image must have at least 3x3 pixels, got 2x5."),
    );
  });
});
