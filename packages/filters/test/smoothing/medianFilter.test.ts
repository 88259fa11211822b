import { describe, expect, it } from "vitest";
import { medianFilter } from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { expectClose, golden, goldenImages } from "../golden.ts";

describe("medianFilter", () => {
  it("gives SciPy's values, in gray and color, with windows larger than half the image", () => {
    expect(golden.median.length).toBe(3);
    for (const { image, radius, values } of golden.median) {
      expectClose(medianFilter(goldenImages[image]!, { radius }).values, values, 0);
    }
  });

  it("by hand: removes a single spot, keeps a straight edge, and radius 0 changes nothing", () => {
    const values = Float32Array.of(0, 0, 0, 9, 9, 0, 5, 0, 9, 9, 0, 0, 0, 9, 9);
    const image = { values, height: 3, width: 5, channels: 1 };
    expect([...medianFilter(image, { radius: 1 }).values]).toEqual([
      0, 0, 0, 9, 9, 0, 0, 0, 9, 9, 0, 0, 0, 9, 9,
    ]);
    const same = medianFilter(image, { radius: 0 });
    expect(same).toEqual(image);
    expect(same.values).not.toBe(values);
    expect(values[6]).toBe(5);
  });

  it("refuses what is no image and no radius", () => {
    expectImageErrors("medianFilter", (image) => medianFilter(image, { radius: 1 }));
    for (const radius of [-1, 0.5, Number.NaN]) {
      expect(() => medianFilter(goldenImages[0]!, { radius })).toThrow(
        new RangeError(`medianFilter: radius must be a non-negative integer, got ${radius}.`),
      );
    }
  });
});
