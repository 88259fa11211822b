import { describe, expect, it } from "vitest";
import { otsuThreshold } from "../../../src/cells/segmentation/otsuThreshold.ts";
import { expectRelative } from "../../golden.ts";
import { goldenCells } from "../goldenCells.ts";

describe("otsuThreshold", () => {
  it("gives the golden values", () => {
    expect(goldenCells.otsu.length).toBe(3);
    for (const { values, threshold } of goldenCells.otsu) {
      expectRelative(otsuThreshold(Float64Array.from(values)), threshold, 1e-9);
    }
  });

  it("of equal values is that value, so that none is larger", () => {
    expect(otsuThreshold(Float64Array.of(0.3, 0.3))).toBe(0.3);
  });
});
