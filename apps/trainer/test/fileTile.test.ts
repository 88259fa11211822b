import type { CellImage } from "@cellgen/data";
import { expect, test } from "vitest";
import { fileTile, shownRange } from "../src/report/pictures/fileTile.ts";

const image = (data: Uint8Array | Uint16Array): CellImage => ({ width: 2, height: 1, channels: 1, data });
const [dark, bright] = [image(Uint8Array.of(0, 40)), image(Uint8Array.of(10, 200))];

test("images beside each other are shown in one range: of dark ones as much as they use", () => {
  expect(shownRange([dark])).toEqual([0, 40]);
  expect(shownRange([dark, image(Uint8Array.of(90, 0))])).toEqual([0, 90]);
  for (const images of [
    [dark, bright],
    [bright, dark],
  ])
    expect(shownRange(images)).toEqual([0, 255]);
  expect(shownRange([image(new Uint8Array(2))])).toEqual([0, 1]);
  // A camera's 12 bits, unless one of the images has more.
  const camera = image(Uint16Array.of(7, 3000));
  expect(shownRange([camera])).toEqual([0, 4095]);
  expect(shownRange([camera, image(Uint16Array.of(0, 60_000))])).toEqual([0, 65_535]);
});

test("a tile has -1 at the range's black and 1 at its white", () => {
  expect(fileTile(dark, [0, 80])).toEqual({
    width: 2,
    height: 1,
    channels: 1,
    values: Float32Array.of(-1, 0),
  });
});
