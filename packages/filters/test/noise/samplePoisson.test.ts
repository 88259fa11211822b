import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { logFactorial, samplePoisson } from "../../src/noise/samplePoisson.ts";

const draws = (mean: number, count = 20_000): Float64Array => {
  const stream = randomStream(3, "test");
  return Float64Array.from({ length: count }, () => samplePoisson(mean, stream));
};

describe("samplePoisson", () => {
  it.each([0.1, 1, 7, 9.99, 10, 14, 60, 5000])("of mean %d has the distribution's frequencies", (mean) => {
    const counts = new Map<number, number>();
    const numbers = draws(mean);
    for (const k of numbers) counts.set(k, (counts.get(k) ?? 0) + 1);
    // Chi-squared over cells of 20 or more expected numbers, neighbors taken together until they have as many.
    let chi = 0;
    let cells = 0;
    let [expected, observed] = [0, 0];
    const last = Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
    for (let k = 0; k <= last; k++) {
      expected += numbers.length * Math.exp(k * Math.log(mean) - mean - logFactorial(k));
      observed += counts.get(k) ?? 0;
      if (expected < 20) continue;
      chi += (observed - expected) ** 2 / expected;
      cells++;
      [expected, observed] = [0, 0];
    }
    const freedom = Math.max(1, cells - 1);
    expect(chi).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
  });

  it("of mean 0 is 0, of a very large one has its mean and variance", () => {
    expect(draws(0, 10)).toEqual(new Float64Array(10));
    const numbers = draws(1e8, 2000).map((k) => (k - 1e8) / 1e4);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / 2000;
    const variance = numbers.reduce((sum, value) => sum + value ** 2, 0) / 2000;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(2000));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
  });
});

it("logFactorial is the sum of the logarithms", () => {
  let sum = 0;
  for (let k = 1; k <= 200; k++) {
    sum += Math.log(k);
    expect(Math.abs(logFactorial(k) - sum)).toBeLessThan(1e-10);
  }
  expect(logFactorial(0)).toBe(0);
});
