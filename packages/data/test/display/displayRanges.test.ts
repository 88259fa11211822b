import { expect, test } from "vitest";
import { type CellImage, displayRanges } from "../../src/index.ts";

const image = (data: CellImage["data"], channels = 3): CellImage => ({
  width: data.length / channels,
  height: 1,
  channels,
  data,
});
const [dark, bright] = [image(Uint8Array.of(0, 40, 0)), image(Uint8Array.of(10, 200, 0))];
const all = (range: readonly [number, number]) => [range, range, range];

test("8-bit color images together are shown in one range: the used part of dark ones", () => {
  expect(displayRanges([dark])).toEqual(all([0, 40]));
  expect(displayRanges([dark, image(Uint8Array.of(90, 0, 0))])).toEqual(all([0, 90]));
  for (const images of [
    [dark, bright],
    [bright, dark],
  ])
    expect(displayRanges(images)).toEqual(all([0, 255]));
  expect(displayRanges([image(new Uint8Array(3))])).toEqual(all([0, 1]));
});

test("other images are shown by percentiles, which a hot pixel does not change", () => {
  const cells = Uint16Array.from({ length: 5000 }, (_, i) => 100 + (i % 4000));
  cells[7] = 65_535;
  expect(displayRanges([image(cells, 1)])).toEqual([[102, 4096]]);
  const floats = Float32Array.of(-1, 5, 0.5, 7);
  expect(displayRanges([image(floats, 2)])).toEqual([
    [-1, 0.5],
    [5, 7],
  ]);
});
