import { generalizedAnscombe } from "@cellgen/filters";
import { describe, expect, test } from "vitest";
import { displayValues, fileRanges } from "../../src/processor/imageOfValues.ts";

describe("displayValues", () => {
  const stabilisation = { gain: 2, offset: 10, read: 3 };
  const pixels = Float64Array.of(10, 40, 100, 255);
  const [low, , , high] = generalizedAnscombe(pixels, stabilisation);
  const scale = { ranges: [[low!, high!]], stabilisation, pixelType: "uint8" } as const;

  test("brings values of a stabilized model back to what is even in the pixels", () => {
    const [[min, max]] = fileRanges(scale) as [[number, number]];
    expect([min, max]).toEqual([expect.closeTo(10, 9), expect.closeTo(255, 9)]);
    const values = Float32Array.from(
      generalizedAnscombe(pixels, stabilisation),
      (value) => (2 * (value - low!)) / (high! - low!) - 1,
    );
    const plain = displayValues(values, scale);
    pixels.forEach((pixel, i) => {
      expect(plain[i]).toBeCloseTo((2 * (pixel - 10)) / 245 - 1, 6);
    });
    // Noise outside of the range stays at its ends.
    expect([...displayValues(Float32Array.of(-3, 3), scale)]).toEqual([-1, 1]);
  });

  test("leaves those of another model as they are", () => {
    const values = Float32Array.of(-1, 0.3);
    expect(displayValues(values, { ranges: [[0, 255]], pixelType: "uint8" })).toBe(values);
    expect(fileRanges({ ranges: [[3, 200]], pixelType: "uint8" })).toEqual([[3, 200]]);
    expect(fileRanges({ ranges: [[-1, 300]], pixelType: "uint8" })).toEqual([[0, 255]]);
    expect(fileRanges({ ranges: [[-1, 300]], pixelType: "uint16" })).toEqual([[0, 300]]);
  });
});
