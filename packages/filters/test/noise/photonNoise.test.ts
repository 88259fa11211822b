import { describe, expect, it } from "vitest";
import { photonNoise } from "../../src/index.ts";

describe("photonNoise", () => {
  it("keeps the mean and has variance gain (mean - offset) + read²", () => {
    const noise = { gain: 2.5, offset: 40, read: 6 };
    for (const mean of [40, 45, 200]) {
      const pixels = photonNoise(new Float64Array(30_000).fill(mean), { ...noise, seed: 1 });
      const average = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
      const variance = pixels.reduce((sum, value) => sum + (value - average) ** 2, 0) / pixels.length;
      const want = 2.5 * (mean - 40) + 36;
      expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(want / 30_000));
      expect(Math.abs(variance / want - 1)).toBeLessThan(5 * Math.sqrt(2 / 30_000));
    }
  });

  it("without read noise gives whole electrons, and no light below the offset", () => {
    const pixels = photonNoise(Float32Array.of(5, 30, 100, 7), { gain: 4, offset: 10, seed: 2 });
    expect(pixels).toBeInstanceOf(Float32Array);
    for (const pixel of pixels) expect((pixel - 10) % 4).toBe(0);
    expect([pixels[0], pixels[3]]).toEqual([10, 10]);
  });

  it("is the same for the same seed and index, another for others, and leaves the input alone", () => {
    const clean = new Float64Array(50).fill(100);
    const draw = (seed: number, index?: number) =>
      photonNoise(clean, { gain: 1, read: 1, seed, ...(index === undefined ? {} : { index }) });
    expect(draw(1)).toEqual(draw(1, 0));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1)).not.toEqual(draw(1, 1));
    expect(clean).toEqual(new Float64Array(50).fill(100));
  });

  it("refuses other arrays, NaN, no seed, and numbers that are no noise", () => {
    const values = Float32Array.of(1);
    // @ts-expect-error bytes are no pixel values
    expect(() => photonNoise(Uint8Array.of(1), { gain: 1, seed: 0 })).toThrow(TypeError);
    expect(() => photonNoise(Float32Array.of(Number.NaN), { gain: 1, seed: 0 })).toThrow(
      new RangeError("photonNoise: values must be finite, got NaN at index 0."),
    );
    expect(() => photonNoise(values, { gain: 0, seed: 0 })).toThrow(
      new RangeError("photonNoise: gain must be finite and above 0, got 0."),
    );
    expect(() => photonNoise(values, { gain: 1, read: -1, seed: 0 })).toThrow(RangeError);
    expect(() => photonNoise(values, { gain: 1, seed: -1 })).toThrow(RangeError);
  });
});
