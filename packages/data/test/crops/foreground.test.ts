import { randomStream } from "@cellgen/random";
import { expect, test } from "vitest";
import { findForeground, foregroundShare, otsuThreshold } from "../../src/index.ts";

test("otsuThreshold lies in the middle between two values, and is undefined for one", () => {
  const values = [...Array(70).fill(10), ...Array(30).fill(50)];
  expect(otsuThreshold(values)).toBeCloseTo(30, 0);
  expect(otsuThreshold(Uint16Array.from(values, (value) => value * 1000))).toBeCloseTo(30000, -3);
  expect(otsuThreshold([4, 4, 4])).toBeUndefined();
  expect(otsuThreshold([])).toBeUndefined();
  expect(otsuThreshold([Number.NaN, 1, Infinity])).toBeUndefined();
});

test("otsuThreshold separates two normal distributions, also with a hot pixel", () => {
  const stream = randomStream(1, "otsu");
  const values = Float32Array.from({ length: 20_000 }, (_, i) => stream.normal() + (i % 4 === 0 ? 10 : 0));
  expect(Math.abs(otsuThreshold(values)! - 5)).toBeLessThan(1.2);
  values[7] = 60_000;
  expect(Math.abs(otsuThreshold(values)! - 5)).toBeLessThan(1.2);
});

test("the foreground is the smaller group, unless it is named", () => {
  const data = Uint8Array.from({ length: 100 }, (_, i) => (i < 20 ? 10 : 200));
  const image = { width: 10, height: 10, channels: 1, data };
  const dark = findForeground(image)!;
  expect(dark.isBright).toBe(false);
  expect(foregroundShare(image, dark)).toBe(0.2);
  expect(foregroundShare(image, findForeground(image, "bright")!)).toBe(0.8);
  expect(findForeground({ ...image, data: new Uint8Array(100) })).toBeUndefined();
});
