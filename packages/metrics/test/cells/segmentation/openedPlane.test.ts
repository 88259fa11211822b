import { describe, expect, it } from "vitest";
import { type GranuleRadius, openedPlane } from "../../../src/cells/segmentation/openedPlane.ts";
import { goldenCells } from "../goldenCells.ts";

describe("openedPlane", () => {
  it("gives the golden values, also with a shape larger than the plane", () => {
    expect(goldenCells.openings.map(({ radius }) => radius)).toEqual([1, 2, 4, 8, 8]);
    for (const { shape, radius, values, opened } of goldenCells.openings) {
      const plane = Float64Array.from(values);
      expect([...openedPlane(plane, ...shape, radius as GranuleRadius)]).toEqual(opened);
      expect([...plane]).toEqual(values);
    }
  });

  it("opened again with the same shape or a smaller one stays as it is", () => {
    const { shape, values } = goldenCells.openings[4]!;
    for (const [smaller, radius] of [
      [1, 2],
      [2, 4],
      [4, 8],
    ] as const) {
      const once = openedPlane(Float64Array.from(values), ...shape, radius);
      expect(openedPlane(once, ...shape, radius)).toEqual(once);
      expect(openedPlane(once, ...shape, smaller)).toEqual(once);
    }
  });
});
