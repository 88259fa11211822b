import { describe, expect, it } from "vitest";
import { cellShape } from "../../src/cells/cellShape.ts";
import { convexArea } from "../../src/cells/convexArea.ts";
import { goldenCells } from "./goldenCells.ts";

function shapeOf(mask: readonly number[], height: number, width: number) {
  const pixels = Int32Array.from(mask.keys()).filter((pixel) => mask[pixel] === 1);
  const inside = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width && mask[y * width + x] === 1;
  return { ...cellShape(pixels, width, inside), convexArea: convexArea(pixels, width) };
}

describe("cellShape", () => {
  it("gives the golden values: disks, dented, rough and thin regions, a dot, a rectangle at the edge", () => {
    expect(goldenCells.regions.length).toBe(11);
    for (const { shape, mask, ...want } of goldenCells.regions) {
      const got = shapeOf(mask, ...shape);
      expect(got.area).toBe(want.area);
      expect(got.convexArea).toBe(want.area_convex);
      expect(got.perimeter).toBeCloseTo(want.perimeter, 9);
      expect(got.eccentricity).toBeCloseTo(want.eccentricity, 7);
      expect(got.solidity).toBeCloseTo(want.solidity, 12);
    }
  });

  it("of a rectangle a by b: perimeter 2 (a + b) - 4, variances (a² - 1) / 12", () => {
    const [a, b] = [12, 7];
    const got = shapeOf(new Array(a * b).fill(1), a, b);
    expect(got.perimeter).toBe(2 * (a + b) - 4);
    expect(got.eccentricity).toBeCloseTo(Math.sqrt(1 - (b ** 2 - 1) / (a ** 2 - 1)), 12);
    expect(got.solidity).toBe(1);
    expect(got.circularity).toBeCloseTo((4 * Math.PI * a * b) / got.perimeter ** 2, 12);
  });

  it("of a large disk is round", () => {
    const mask = Array.from({ length: 91 * 91 }, (_, p) =>
      Math.hypot(Math.floor(p / 91) - 45, (p % 91) - 45) <= 40 ? 1 : 0,
    );
    const got = shapeOf(mask, 91, 91);
    expect(got.circularity).toBeGreaterThan(0.9);
    expect(got.circularity).toBeLessThan(1.1);
    expect(got.eccentricity).toBeLessThan(1e-6);
    expect(got.solidity).toBeGreaterThan(0.98);
  });
});
