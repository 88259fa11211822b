import { describe, expect, test } from "vitest";
import { resizeImage } from "../../src/index.ts";

describe("resizeImage", () => {
  test("a constant stays, a ramp stays a ramp, and reducing averages", () => {
    const ramp = {
      values: Float32Array.from({ length: 64 }, (_, i) => (i % 8) / 10),
      height: 8,
      width: 8,
      channels: 1,
    };
    const twice = resizeImage(ramp, 16, 16);
    // The middle of output pixel 8 lies at 8.5 / 2 - 0.5 = 3.75 of the input.
    expect(twice.values[5 * 16 + 8]).toBeCloseTo(0.375, 2);
    const half = resizeImage(ramp, 4, 4);
    expect(half.values[5]).toBeCloseTo(0.25, 1);
    const flat = resizeImage({ ...ramp, values: new Float32Array(64).fill(0.3) }, 5, 11);
    for (const value of flat.values) expect(value).toBeCloseTo(0.3, 6);
    expect(resizeImage(ramp, 8, 8)).toBe(ramp);
  });
});
