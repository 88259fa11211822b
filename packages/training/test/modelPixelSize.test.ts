import { expect, test } from "vitest";
import { modelPixelSize } from "../src/run/modelPixelSize.ts";

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
