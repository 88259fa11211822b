import type { CellImage } from "@cellgen/data";
import { expect, test } from "vitest";
import { imageTile } from "../../src/sheets/imageTile.ts";

const dark: CellImage = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 40) };

test("a tile has -1 at the range's black and 1 at its white", () => {
  expect(imageTile(dark, [0, 80])).toEqual({
    width: 2,
    height: 1,
    channels: 1,
    values: Float32Array.of(-1, 0),
  });
});

test("imageTile shows channels in their colors, and an image of another number of channels without them", () => {
  const two = { width: 1, height: 1, channels: 2, data: Uint8Array.of(100, 0) };
  expect([...imageTile(two, [0, 100], { colors: ["yellow", "blue"] }).values]).toEqual([1, 1, -1]);
  const grey = { width: 1, height: 1, channels: 1, data: Uint8Array.of(100) };
  expect(imageTile(grey, [0, 100], { colors: ["yellow", "blue"] })).toMatchObject({ channels: 1 });
});
