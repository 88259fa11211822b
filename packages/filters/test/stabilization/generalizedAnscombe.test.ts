import { describe, expect, it } from "vitest";
import {
  generalizedAnscombe,
  type PhotonNoise,
  photonNoise,
  undoGeneralizedAnscombe,
} from "../../src/index.ts";
import { expectClose, goldenAnscombe } from "../golden.ts";

const cases = goldenAnscombe.generalized_anscombe.map(({ gain, sigma, mu, z, forward }) => ({
  noise: { gain, offset: mu, read: sigma },
  pixels: Float64Array.from(z),
  forward,
}));

describe("generalizedAnscombe", () => {
  it("gives the golden values", () => {
    expect(cases.length).toBe(3);
    for (const { noise, pixels, forward } of cases) {
      expectClose(generalizedAnscombe(pixels, noise), forward, 1e-12);
    }
  });

  it.each<[PhotonNoise, number]>([
    [{ gain: 2, offset: 100, read: 3 }, 140],
    [{ gain: 2, offset: 100, read: 3 }, 1500],
    [{ gain: 0.5 }, 10],
    [{ gain: 1, offset: -20, read: 4 }, -20],
  ])("makes the noise of %j at %d have variance 1", (noise, mean) => {
    const pixels = photonNoise(new Float64Array(20_000).fill(mean), { ...noise, seed: 1 });
    const values = generalizedAnscombe(pixels, noise);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
    // Four standard errors of 20,000 numbers, and what the transform leaves at few electrons.
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000) + 0.02);
  });

  it("refuses other arrays, NaN, and numbers that are no noise", () => {
    const values = Float32Array.of(1);
    // @ts-expect-error bytes are no pixel values
    expect(() => generalizedAnscombe(Uint8Array.of(1), { gain: 1 })).toThrow(
      new TypeError(
        "generalizedAnscombe: values must be a Float32Array or Float64Array, got Uint8Array. Convert them with Float32Array.from.",
      ),
    );
    expect(() => generalizedAnscombe(Float32Array.of(Number.NaN), { gain: 1 })).toThrow(RangeError);
    expect(() => generalizedAnscombe(values, { gain: 0 })).toThrow(
      new RangeError("generalizedAnscombe: gain must be finite and above 0, got 0."),
    );
    expect(() => generalizedAnscombe(values, { gain: 1, offset: Number.POSITIVE_INFINITY })).toThrow(
      new RangeError("generalizedAnscombe: offset must be finite, got Infinity."),
    );
    expect(() => undoGeneralizedAnscombe(values, { gain: 1, read: -1 })).toThrow(
      new RangeError("undoGeneralizedAnscombe: read must be finite and at least 0, got -1."),
    );
  });
});

describe("undoGeneralizedAnscombe", () => {
  it("gives pixels back as they were, and those that were cut off as the lowest that was not", () => {
    for (const { noise, pixels } of cases) {
      const lowest = noise.offset - (3 / 8) * noise.gain - noise.read ** 2 / noise.gain;
      expectClose(
        undoGeneralizedAnscombe(generalizedAnscombe(pixels, noise), noise),
        pixels.map((pixel) => Math.max(pixel, lowest)),
        1e-12,
      );
    }
    expect(undoGeneralizedAnscombe(Float32Array.of(-1), { gain: 8 })).toEqual(Float32Array.of(-3));
  });
});
