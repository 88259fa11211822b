import { describe, expect, it } from "vitest";
import { gaussianFilter } from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { expectClose, golden, goldenImages } from "../golden.ts";

describe("gaussianFilter", () => {
  it("gives SciPy's values, in gray and color, with a blur that reaches further than the image is wide", () => {
    expect(golden.gaussian.length).toBe(3);
    for (const { image, blur, values } of golden.gaussian) {
      expectClose(gaussianFilter(goldenImages[image]!, { blur }).values, values, 1e-12);
    }
  });

  it("spreads a point as exp(-distance² / (2 blur²)), and keeps the sum", () => {
    const values = new Float32Array(31 * 31);
    values[15 * 31 + 15] = 1;
    const { values: out } = gaussianFilter({ values, height: 31, width: 31, channels: 1 }, { blur: 2 });
    expect(out).toBeInstanceOf(Float32Array);
    expect(out[15 * 31 + 18]! / out[15 * 31 + 15]!).toBeCloseTo(Math.exp(-9 / 8), 6);
    expect(out[11 * 31 + 18]! / out[15 * 31 + 15]!).toBeCloseTo(Math.exp(-25 / 8), 6);
    expect(out.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  });

  it("of blur 0 is a copy", () => {
    const copy = gaussianFilter(goldenImages[1]!, { blur: 0 });
    expect(copy).toEqual(goldenImages[1]);
    expect(copy.values).not.toBe(goldenImages[1]!.values);
  });

  it("refuses what is no image and no blur", () => {
    expectImageErrors("gaussianFilter", (image) => gaussianFilter(image, { blur: 1 }));
    for (const blur of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => gaussianFilter(goldenImages[0]!, { blur })).toThrow(
        new RangeError(`gaussianFilter: blur must be finite and at least 0, got ${blur}.`),
      );
    }
  });
});
