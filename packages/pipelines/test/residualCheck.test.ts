import { expect, it } from "vitest";
import { residualCheck } from "../src/residualCheck.ts";
import { runningMoments } from "../src/runningMoments.ts";
import { normalValues } from "./normalValues.ts";

const shape = { height: 40, width: 44, channels: 3 };
const size = 40 * 44 * 3;
const flat = new Float32Array(size).fill(0.1);
const noiseOf = (strength: number) => normalValues(0, size).map((value) => strength * value);

function check(residual: Float32Array) {
  const values = flat.map((value, i) => value + residual[i]!);
  return residualCheck({ ...shape, values }, flat, 0.2, 0.19);
}

it("white noise of the stated strength has mean 0, its own spread, no structure, and no doubts", () => {
  const { mean, std, expected, structure, doubts } = check(noiseOf(0.2));
  expect(Math.abs(mean)).toBeLessThan((4 * 0.2) / Math.sqrt(size));
  expect(std).toBeCloseTo(0.2, 2);
  expect(expected).toBe(0.19);
  expect(structure).toBeGreaterThan(0.7);
  expect(structure).toBeLessThan(1.3);
  expect(doubts).toEqual([]);
});

it.each([
  ["more noise", noiseOf(0.25), /1\.2\d times as strong/],
  ["less noise", noiseOf(0.05), /only 0\.25 times as strong/],
  ["a shift", noiseOf(0.2).map((value) => value - 0.05), /brighter by 0\.2/],
  [
    "a thing that was taken out",
    noiseOf(0.19).map((v, i) => v + (i % 132 < 24 && i < 1056 ? 0.6 : 0)),
    /structure/,
  ],
])("%s is doubted", (_, residual, words) => {
  const { doubts } = check(residual);
  expect(doubts.filter((doubt) => words.test(doubt))).toHaveLength(1);
});

it("running moments are those of NumPy's mean and std with ddof 1", () => {
  const moments = runningMoments(2);
  for (const values of [
    [1, 1000],
    [2, 1000.5],
    [6, 1001],
  ])
    moments.add(Float32Array.from(values));
  expect(Array.from(moments.mean())).toEqual([3, 1000.5]);
  // Deviations -2, -1, 3: sqrt(14 / 2); -0.5, 0, 0.5: sqrt(0.5 / 2).
  expect(moments.deviation()[0]).toBeCloseTo(Math.sqrt(7), 6);
  expect(moments.deviation()[1]).toBeCloseTo(0.5, 6);
});
