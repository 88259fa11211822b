import { expect, it } from "vitest";
import { busiestSquare } from "../src/noise/busiestSquare.ts";
import { imageOf, mirrored, planesOf } from "../src/planes.ts";
import { boxMean } from "../src/smoothing/boxMean.ts";
import { goldenImages } from "./golden.ts";

it("planes are the channels, and become the image again", () => {
  const image = { values: Float32Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 3, channels: 2 };
  expect(planesOf(image)).toEqual([Float64Array.of(1, 3, 5), Float64Array.of(2, 4, 6)]);
  expect(imageOf(planesOf(image), image)).toEqual(image);
});

it("a mirrored plane goes on at its edges as it came, as often as is needed", () => {
  expect([...mirrored(Float64Array.of(1, 2, 3), 1, 3, 5).slice(0, 13)]).toEqual([
    2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2,
  ]);
  expect([...mirrored(Float64Array.of(1, 2, 3, 4), 2, 2, 1)]).toEqual([
    1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4,
  ]);
});

it("a box's mean is the mean of the mirrored pixels in it", () => {
  // The corner 1 2 | 3 4 of 3x3 pixels, mirrored: four times 1, twice 2, twice 4, once 5.
  const mean = boxMean(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 3, 1);
  expect(mean[0]).toBeCloseTo((4 * 1 + 2 * 2 + 2 * 4 + 5) / 9, 12);
  expect(mean[4]).toBeCloseTo(5, 12);
});

it("the busiest square is where an image varies most, and a small image itself", () => {
  const values = new Float32Array(40 * 30);
  values[33 * 30 + 27] = 1;
  const square = busiestSquare({ values, height: 40, width: 30, channels: 1 }, 8);
  expect([square.height, square.width]).toEqual([8, 8]);
  expect([...square.values].filter((value) => value !== 0)).toEqual([1]);
  const wide = busiestSquare({ values, height: 40, width: 30, channels: 1 }, 35);
  expect([wide.height, wide.width, wide.values.length]).toEqual([35, 30, 1050]);
  expect(busiestSquare(goldenImages[0]!, 14)).toBe(goldenImages[0]);
});
