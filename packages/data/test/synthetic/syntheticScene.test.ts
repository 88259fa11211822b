import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { poisson, smoothStep, texture } from "../../src/synthetic/syntheticScene.ts";

describe("poisson", () => {
  it.each([0.5, 4, 25, 40, 3000])("has mean and variance %d, within five standard errors", (mean) => {
    const stream = randomStream(1, "poisson", Math.round(mean * 10));
    const draws = Array.from({ length: 4000 }, () => poisson(mean, stream));
    const average = draws.reduce((a, b) => a + b) / 4000;
    const variance = draws.reduce((a, b) => a + (b - average) ** 2, 0) / 3999;
    expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / 4000));
    // The variance of a sample variance: (2 σ⁴ + κ) / n, with κ = mean for a Poisson number.
    expect(Math.abs(variance - mean)).toBeLessThan(5 * Math.sqrt((2 * mean ** 2 + mean) / 4000));
    expect(draws.every((k) => Number.isInteger(k) && k >= 0)).toBe(true);
  });
  it("is zero without light", () => {
    expect(poisson(0, randomStream(0, "poisson"))).toBe(0);
  });
});

describe("texture", () => {
  it("has mean 0 and variance 1", () => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < 4000; i++) {
      const value = texture(randomStream(0, "texture", i), 0.3)(0.1, -0.4);
      sum += value;
      squares += value * value;
    }
    expect(sum / 4000).toBeCloseTo(0, 1);
    expect(squares / 4000).toBeCloseTo(1, 1);
  });
  it("is smooth", () => {
    const height = texture(randomStream(0, "texture"), 0.5);
    for (let u = -1; u < 1; u += 0.01) expect(Math.abs(height(u, 0) - height(u + 0.01, 0))).toBeLessThan(0.8);
  });
});

it("smoothStep rises from 0 to 1 around 0", () => {
  expect([-9, -0.5, 0, 0.5, 9].map(smoothStep)).toEqual([0, 0, 0.5, 1, 1]);
});
