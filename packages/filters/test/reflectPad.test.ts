import { expect, it } from "vitest";
import { reflectPad } from "../src/index.ts";

const image = (width: number, values: number[], channels = 1) => ({
  values: Float32Array.from(values),
  height: values.length / width / channels,
  width,
  channels,
});

it("a short side is mirrored at both ends, as often as it takes", () => {
  const { image: larger, crop } = reflectPad(image(2, [1, 2, 3, 4]), [2, 9]);
  expect([larger.height, larger.width]).toEqual([2, 9]);
  expect(Array.from(larger.values)).toEqual([...[2, 2, 1, 1, 2, 2, 1, 1, 2], ...[4, 4, 3, 3, 4, 4, 3, 3, 4]]);
  expect(Array.from(crop(larger.values))).toEqual([1, 2, 3, 4]);
});

it("channels stay together, and long sides as they are", () => {
  const { image: larger, crop } = reflectPad(image(3, [1, 10, 2, 20, 3, 30], 2), [3, 2]);
  expect([larger.height, larger.width, larger.channels]).toEqual([3, 3, 2]);
  expect(Array.from(larger.values)).toEqual([1, 10, 2, 20, 3, 30, 1, 10, 2, 20, 3, 30, 1, 10, 2, 20, 3, 30]);
  expect(Array.from(crop(larger.values))).toEqual([1, 10, 2, 20, 3, 30]);
});
