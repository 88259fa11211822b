import { describe, expect, it } from "vitest";
import { haralickTextures } from "../../src/cells/haralickTextures.ts";
import { goldenCells } from "./goldenCells.ts";

describe("haralickTextures", () => {
  it("gives the golden values, of whole planes and of pixels in a region alone", () => {
    expect(goldenCells.textures.length).toBe(3);
    for (const { shape, values, mask, ...want } of goldenCells.textures) {
      const got = haralickTextures(Float64Array.from(values), Uint8Array.from(mask), ...shape);
      for (const name of Object.keys(got) as (keyof typeof got)[]) {
        expect(got[name], name).toBeCloseTo(want[name], 10);
      }
    }
  });

  it("of stripes by hand", () => {
    // Rows 0, 1, 0, 1: levels 0 and 31. Along a row no difference; to every other neighbor all of it.
    const plane = Float64Array.from({ length: 16 }, (_, pixel) => Math.floor(pixel / 4) % 2);
    const got = haralickTextures(plane, new Uint8Array(16).fill(1), 4, 4);
    expect(got.contrast).toBeCloseTo((0 + 3 * 31 ** 2) / 4, 12);
    expect(got.correlation).toBeCloseTo((1 - 3) / 4, 12);
    expect(got.energy).toBeCloseTo(Math.SQRT1_2, 12);
    expect(got.homogeneity).toBeCloseTo((1 + 3 / (1 + 31 ** 2)) / 4, 12);
    expect(got.entropy).toBeCloseTo(Math.LN2, 12);
  });

  it("does not depend on brightness and its scale", () => {
    const { shape, values } = goldenCells.textures[0]!;
    const all = new Uint8Array(values.length).fill(1);
    // Powers of 2, so that nothing is rounded.
    const scaled = Float64Array.from(values, (value) => value / 512 + 0.25);
    expect(haralickTextures(scaled, all, ...shape)).toEqual(
      haralickTextures(Float64Array.from(values), all, ...shape),
    );
  });

  it("of pixels without neighbors are those of one level", () => {
    const corners = Uint8Array.of(1, 0, 1, 0, 0, 0, 1, 0, 1);
    const plane = Float64Array.from({ length: 9 }, (_, pixel) => pixel);
    const flat = { contrast: 0, correlation: 1, energy: 1, homogeneity: 1, entropy: 0 };
    expect(haralickTextures(plane, corners, 3, 3)).toEqual(flat);
    expect(haralickTextures(new Float64Array(9).fill(0.1), corners.fill(1), 3, 3)).toEqual(flat);
  });
});
