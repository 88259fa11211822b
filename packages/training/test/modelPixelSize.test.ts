import { expect, test } from "vitest";
import { differentPixelSizes, modelPixelSize } from "../src/run/modelPixelSize.ts";

const size = { width: 32, height: 32 };
const file = (side: number, pixelSizeMicrometres?: number) => ({
  width: side,
  height: side,
  ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
});

test("modelPixelSize multiplies the files' pixel size by the reduction to the model's size", () => {
  expect(modelPixelSize([file(32, 0.5), file(32, 0.5)], size, 0)).toBe(0.5);
  // 64 pixels of 0.25 micrometers become 32 of 0.5.
  expect(modelPixelSize([file(64, 0.25)], size, 0)).toBe(0.5);
  // Crops of 48 pixels become 32: 0.2 x 48 / 32.
  expect(modelPixelSize([file(512, 0.2)], size, 48)).toBe(0.3);
  // 0.325 * 1.5 is 0.48750000000000004.
  expect(modelPixelSize([file(512, 0.325)], size, 48)).toBe(0.4875);
});

test("modelPixelSize is unknown if a file states none, or the files differ", () => {
  expect(modelPixelSize([file(32, 0.5), file(32)], size, 0)).toBeUndefined();
  expect(modelPixelSize([file(32, 0.5), file(64, 0.5)], size, 0)).toBeUndefined();
  expect(modelPixelSize([], size, 0)).toBeUndefined();
});

test("differentPixelSizes returns the limits of stated sizes that differ by more than 2 %", () => {
  expect(differentPixelSizes([file(32, 0.65), file(32), file(32, 0.325)])).toEqual({ min: 0.325, max: 0.65 });
  expect(differentPixelSizes([file(32, 0.5), file(32), file(32, 0.505)])).toBeUndefined();
  expect(differentPixelSizes([file(32)])).toBeUndefined();
});
