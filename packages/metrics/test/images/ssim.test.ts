import { describe, expect, it } from "vitest";
import { ssimMap } from "../../src/images/ssimMap.ts";
import { ssim } from "../../src/index.ts";
import { expectRelative } from "../golden.ts";
import { goldenImages } from "../goldenImages.ts";

describe("ssim", () => {
  it("gives the golden values: gray and RGB, wide and high, and the smallest image that has one", () => {
    expect(goldenImages.length).toBe(4);
    for (const { a, b, ssim: want, height, width, channels } of goldenImages) {
      expectRelative(ssim(a, b, { height, width, channels, dataRange: 1 }), want, 1e-9);
    }
  });

  it("gives the golden map, without the edge where windows leave the image", () => {
    const maps = goldenImages.filter((image) => image.ssimMap);
    expect(maps.length).toBe(2);
    for (const { a, b, height, width, channels, ssimMap: want } of maps) {
      const got = ssimMap(a, b, { height, width, channels }, 0, 1);
      expect(got.length).toBe((height - 10) * (width - 10));
      for (let y = 0; y < height - 10; y++) {
        for (let x = 0; x < width - 10; x++) {
          expectRelative(got[y * (width - 10) + x]!, want![(y + 5) * width + x + 5]!, 1e-9);
        }
      }
    }
  });

  it("of equal images is 1, and of even ones compares the means alone", () => {
    const size = { height: 12, width: 15, dataRange: 255 };
    const dark = new Uint8Array(180).fill(50);
    const light = new Uint8Array(180).fill(100);
    expect(ssim(dark, dark, size)).toBeCloseTo(1, 12);
    // (2·50·100 + C1) / (50² + 100² + C1), C1 = 2.55².
    expect(ssim(dark, light, size)).toBeCloseTo((10000 + 6.5025) / (12500 + 6.5025), 9);
  });

  it("is symmetric, and the same for 8 bits as for the numbers that they are", () => {
    const { a, b, height, width } = goldenImages[1]!;
    const bytes = (pixels: Float64Array) => Uint8Array.from(pixels, (value) => Math.round(value * 255));
    const numbers = (pixels: Float64Array) => Float32Array.from(bytes(pixels));
    const size = { height, width, dataRange: 255 };
    const value = ssim(bytes(a), bytes(b), size);
    expect(ssim(bytes(b), bytes(a), size)).toBeCloseTo(value, 12);
    expect(ssim(numbers(a), numbers(b), size)).toBe(value);
    // On the scale of 0 to 1 as on that of 0 to 255.
    const scaled = (pixels: Float64Array) => Float64Array.from(bytes(pixels), (byte) => byte / 255);
    expect(ssim(scaled(a), scaled(b), { ...size, dataRange: 1 })).toBeCloseTo(value, 12);
  });

  it("of a negative is below 0", () => {
    const a = Float64Array.from({ length: 400 }, (_, i) => 0.5 + 0.4 * Math.sin(i * 0.7));
    const negative = a.map((value) => 1 - value);
    expect(ssim(a, negative, { height: 20, width: 20, dataRange: 1 })).toBeLessThan(-0.5);
  });

  it("refuses sizes that do not fit or are too small, and what psnr refuses", () => {
    const a = new Float32Array(12 * 13);
    const size = { height: 12, width: 13, dataRange: 1 };
    expect(() => ssim(a, a, { ...size, width: 12 })).toThrow(
      new RangeError("ssim: a must have 12 x 12 x 1 = 144 values, got 156."),
    );
    expect(() => ssim(a, a, { ...size, height: 10 })).toThrow(
      new RangeError("ssim: height must be an integer of at least 11, got 10."),
    );
    expect(() => ssim(a, a, { ...size, width: 11.5 })).toThrow(
      new RangeError("ssim: width must be an integer of at least 11, got 11.5."),
    );
    expect(() => ssim(a, a, { ...size, channels: 0 })).toThrow(
      new RangeError("ssim: channels must be an integer of at least 1, got 0."),
    );
    expect(() => ssim(a, a.subarray(1), size)).toThrow(
      new RangeError("ssim: b must have 156 values like a, got 155."),
    );
    expect(() =>
      ssim(
        a,
        a.map(() => Number.NaN),
        size,
      ),
    ).toThrow(RangeError);
    expect(() => ssim(a, a, { ...size, dataRange: 0 })).toThrow(RangeError);
    // @ts-expect-error plain numbers are no pixels
    expect(() => ssim([...a], a, size)).toThrow(TypeError);
  });
});
