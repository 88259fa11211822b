import { expect, test } from "vitest";
import { rowsWithMiddle } from "../../src/sheets/rowsWithMiddle.ts";

const tile = (width: number, height: number) => ({
  width,
  height,
  channels: 1,
  values: Float32Array.from({ length: width * height }, (_, i) => (i % width) / width),
});

test("images up to 640 pixels make one row", () => {
  const tiles = [tile(640, 20), tile(640, 20)];
  expect(rowsWithMiddle("a.png", tiles)).toEqual([{ label: "a.png", tiles }]);
});

test("larger images are reduced, and their middle is shown pixel for pixel", () => {
  const [whole, middle] = rowsWithMiddle("a.png", [tile(720, 360)]);
  expect(whole).toMatchObject({ label: "a.png", tiles: [{ width: 640, height: 320 }] });
  expect(middle).toMatchObject({ label: "its middle", tiles: [{ width: 180, height: 90 }] });
  expect(middle!.tiles[0]!.values[0]).toBeCloseTo(270 / 720, 6);
});
