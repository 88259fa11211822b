import { describe, expect, it } from "vitest";
import { type Pixels, psnr } from "../../src/index.ts";
import { expectRelative } from "../golden.ts";
import { goldenImages } from "../goldenImages.ts";

describe("psnr", () => {
  it("gives the golden values", () => {
    expect(goldenImages.length).toBe(4);
    for (const { a, b, psnr: want } of goldenImages) expectRelative(psnr(a, b, 1), want, 1e-9);
  });

  it("by hand: in 8 bits, off by one everywhere is 20 log10(255)", () => {
    expect(psnr(Uint8Array.of(0, 100, 254), Uint8Array.of(1, 99, 255), 255)).toBeCloseTo(48.1308036, 7);
    // Mean square (9 + 0 + 0 + 0) / 4, range 3: 10 log10(4).
    expect(psnr(Float32Array.of(0, 1, 2, 3), Float32Array.of(3, 1, 2, 3), 3)).toBeCloseTo(6.0206, 4);
  });

  it("does not depend on the scale that both images are on", () => {
    const { a, b } = goldenImages[0]!;
    const symmetric = (pixels: Float64Array) => pixels.map((value) => 2 * value - 1);
    expectRelative(psnr(symmetric(a), symmetric(b), 2), psnr(a, b, 1), 1e-12);
  });

  it("of equal images is Infinity", () => {
    expect(psnr(Uint16Array.of(1, 65535), Uint16Array.of(1, 65535), 65535)).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuses images of other kinds and sizes, NaN, and ranges that are none", () => {
    const a = Float32Array.of(0, 1);
    const refuse = (b: Pixels, dataRange = 1) => expect(() => psnr(a, b, dataRange));
    // @ts-expect-error plain numbers are no pixels
    refuse([0, 1]).toThrow(
      new TypeError(
        "psnr: b must be one of Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array, got Array.",
      ),
    );
    refuse(Float32Array.of(0)).toThrow(new RangeError("psnr: b must have 2 values like a, got 1."));
    refuse(new Float32Array(0)).toThrow(new RangeError("psnr: b must not be empty."));
    refuse(Float32Array.of(0, Number.NaN)).toThrow(
      new RangeError("psnr: b must be finite, got NaN at index 1."),
    );
    for (const dataRange of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      refuse(a, dataRange).toThrow(
        new RangeError(
          `psnr: dataRange must be a number above 0, got ${dataRange}. Use 255 for 8 bits, 2 for [-1, 1].`,
        ),
      );
    }
  });
});
