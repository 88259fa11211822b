import { expect, it } from "vitest";
import { lanczosTaps } from "../../src/images/lanczosTaps.ts";

it("halves a line by the kernel at the odd quarters of a pixel, and leaves one of the same length as it is", () => {
  const { first, count, weights } = lanczosTaps(40, 20);
  // Output pixel 10 lies at 21 of the line; the kernel is stretched by 2.
  expect([first[10], count]).toEqual([15, 13]);
  const sinc = (d: number) => Math.sin(Math.PI * d) / (Math.PI * d);
  const kernel = Array.from({ length: 13 }, (_, k) => (15 + k + 0.5 - 21) / 2).map((d) =>
    Math.abs(d) < 3 ? sinc(d) * sinc(d / 3) : 0,
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  kernel.forEach((weight, k) => {
    expect(weights[10 * 13 + k]).toBeCloseTo(weight / sum, 12);
  });
  const same = lanczosTaps(9, 9);
  const place = same.weights.slice(4 * same.count, 5 * same.count).findIndex((weight) => weight > 0.99);
  expect(same.first[4]! + place).toBe(4);
});

it("looks at nothing outside the line, and its weights sum to 1", () => {
  for (const [from, to] of [
    [5, 32],
    [100, 7],
    [1, 3],
  ] as const) {
    const { first, count, weights } = lanczosTaps(from, to);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first) + count).toBeLessThanOrEqual(from);
    for (let x = 0; x < to; x++) {
      const sum = weights.slice(x * count, (x + 1) * count).reduce((total, weight) => total + weight, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  }
});

it("refuses lines of no pixels", () => {
  expect(() => lanczosTaps(0, 3)).toThrow(
    new RangeError("lanczosTaps: from must be a positive integer, got 0."),
  );
  expect(() => lanczosTaps(3, 1.5)).toThrow(
    new RangeError("lanczosTaps: to must be a positive integer, got 1.5."),
  );
});
