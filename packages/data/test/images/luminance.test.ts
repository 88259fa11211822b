import { expect, it } from "vitest";
import { luminance } from "../../src/index.ts";

it("luminance weighs red, green and blue as ITU-R BT.601 does, and leaves gray as it is", () => {
  const values = Uint8Array.of(9, 9, 9, 255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 100, 150);
  const grey = [3, 6, 9].map((at) => luminance(values, at, 3) / 255);
  grey.forEach((value, i) => {
    expect(value).toBeCloseTo([0.299, 0.587, 0.114][i]!, 12);
  });
  // 59.8 + 58.7 + 17.1
  expect(luminance(values, 12, 3)).toBeCloseTo(135.6, 12);
  expect(luminance(values, 13, 1)).toBe(100);
});
