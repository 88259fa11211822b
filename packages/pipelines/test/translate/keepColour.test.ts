import { expect, it } from "vitest";
import { keepColour } from "../../src/translate/keepColour.ts";

const source = {
  values: Float32Array.of(0.1, -0.5, 0.3, -0.1, 0.2, -0.3, 0.2, -0.3),
  height: 2,
  width: 2,
  channels: 2,
};

it("keepColour gives each channel the source's mean and standard deviation, and keeps the order of its values", () => {
  // Channel 0 of the source: mean 0.2, variance (0.01 + 0.01) / 4; channel 1: mean -0.3, variance (0.04 + 0.04) / 4.
  const kept = keepColour(source, Float32Array.of(0, 0.5, 0, 0.1, 0.8, 0.3, 0.8, 0.3));
  const [a, b] = [Math.sqrt(0.005), Math.sqrt(0.02)];
  // Channel 0 is -1, -1, 1, 1 deviations from its mean; channel 1 has mean 0.3, variance 0.02: sqrt(2), -sqrt(2), 0, 0.
  const expected = [
    0.2 - a,
    -0.3 + Math.SQRT2 * b,
    0.2 - a,
    -0.3 - Math.SQRT2 * b,
    0.2 + a,
    -0.3,
    0.2 + a,
    -0.3,
  ];
  expect(kept).toHaveLength(8);
  kept.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 6);
  });
});

it("keepColour gives a channel of one value the source's mean, and stays in [-1, 1]", () => {
  const kept = keepColour(source, new Float32Array(8).fill(0.7));
  kept.forEach((value, i) => {
    expect(value).toBeCloseTo(i % 2 === 0 ? 0.2 : -0.3, 6);
  });
  const bright = { values: Float32Array.of(1, 1, 1, -1), height: 2, width: 2, channels: 1 };
  // Mean 0.5, deviation 0.866; the values lie -1.73, 0.58, 0.58 and 0.58 deviations from theirs.
  expect(keepColour(bright, Float32Array.of(-1, 0, 0, 0))).toEqual(Float32Array.of(-1, 1, 1, 1));
});
