import { describe, expect, it } from "vitest";
import { gaussianFilter, monteCarloSure } from "../../src/index.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { meanSquare, spots, withNoise } from "../testImages.ts";

const sigma = 0.1;
const clean = spots(64);
const noisy = withNoise(clean, sigma);

describe("monteCarloSure", () => {
  it("of what keeps every pixel is about the noise's variance, of what is the clean image about nothing", () => {
    const { disturbed, risk } = monteCarloSure(noisy, sigma);
    // mean 0 - sigma² + 2 sigma².
    expect(risk(noisy.values, disturbed.values)).toBeCloseTo(sigma ** 2, 12);
    expect(Math.abs(risk(clean.values, clean.values))).toBeLessThan(0.1 * sigma ** 2);
  });

  it("leaves out the pixels that do not count: the others' error is told as if they were not cut off", () => {
    // Black cuts off half of the noise in the left half, where the clean image is black.
    const half = { ...clean, values: clean.values.map((value, i) => (i % 64 < 32 ? 0 : value)) };
    const cut = withNoise(half, sigma);
    for (let i = 0; i < cut.values.length; i++) cut.values[i] = Math.max(0, cut.values[i]!);
    const isRight = (i: number) => i % 64 >= 32;
    const blurred = (image: typeof cut) => gaussianFilter(image, { blur: 1 }).values;
    const error = Array.from(blurred(cut)).reduce(
      (sum, value, i) => sum + (isRight(i) ? (value - half.values[i]!) ** 2 / 2048 : 0),
      0,
    );
    const of = ({ disturbed, risk }: ReturnType<typeof monteCarloSure>) =>
      risk(blurred(cut), blurred(disturbed));
    expect(Math.abs(of(monteCarloSure(cut, sigma, isRight)) - error)).toBeLessThan(0.1 * sigma ** 2);
    const all = meanSquare({ ...cut, values: blurred(cut) }, half);
    expect(Math.abs(of(monteCarloSure(cut, sigma)) - all)).toBeGreaterThan(0.15 * sigma ** 2);
  });

  it("rejects images that are none, no noise, and nothing to count", () => {
    expectImageErrors("monteCarloSure", (image) => monteCarloSure(image, sigma));
    expect(() => monteCarloSure(noisy, 0)).toThrow(
      "monteCarloSure: sigma must be finite and above 0, got 0.",
    );
    expect(() => monteCarloSure(noisy, -1)).toThrow(RangeError);
    expect(() => monteCarloSure(noisy, sigma, () => false)).toThrow(
      "monteCarloSure: isCounted must include at least one value, got none.",
    );
  });
});
