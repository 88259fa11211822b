import { expect, it } from "vitest";
import { fillHoles } from "../../../src/cells/segmentation/fillHoles.ts";

it("fillHoles fills what no path over sides leads out of, through corners neither", () => {
  // Left: closed over corners alone. Right: open to the edge below.
  const mask = Uint8Array.from(
    [
      [0, 1, 0, 0, 1, 1, 1],
      [1, 0, 1, 0, 1, 0, 1],
      [0, 1, 0, 0, 1, 0, 1],
    ].flat(),
  );
  fillHoles(mask, 3, 7);
  expect([...mask]).toEqual(
    [
      [0, 1, 0, 0, 1, 1, 1],
      [1, 1, 1, 0, 1, 0, 1],
      [0, 1, 0, 0, 1, 0, 1],
    ].flat(),
  );
});
