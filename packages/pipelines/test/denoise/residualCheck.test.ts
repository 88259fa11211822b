import { expect, it } from "vitest";
import { residualCheck } from "../../src/denoise/residualCheck.ts";
import { runningMoments } from "../../src/denoise/runningMoments.ts";
import { normalValues } from "../normalValues.ts";

const shape = { height: 40, width: 44, channels: 3 };
const size = 40 * 44 * 3;
const flat = new Float32Array(size).fill(0.1);
const noiseOf = (strength: number) => normalValues(0, size).map((value) => strength * value);

function check(residual: Float32Array, mode: "mean" | "sample" = "sample") {
  const values = flat.map((value, i) => value + residual[i]!);
  return residualCheck({ ...shape, values }, flat, 0.2, 0.19, mode);
}

it("white noise of the stated strength has mean 0, its own spread, no structure, and no warnings", () => {
  const { mean, std, expected, structure, warnings } = check(noiseOf(0.2));
  expect(Math.abs(mean)).toBeLessThan((4 * 0.2) / Math.sqrt(size));
  expect(std).toBeCloseTo(0.2, 2);
  expect(expected).toBe(0.19);
  expect(structure).toBeGreaterThan(0.7);
  expect(structure).toBeLessThan(1.3);
  expect(warnings).toEqual([]);
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
  const { warnings } = check(residual);
  expect(warnings.filter(({ message }) => words.test(message))).toHaveLength(1);
});

it("structure in the residual of a mean is doubted sooner: it should have less than noise has", () => {
  // Blocks of 8 x 8 x 3 that are brighter and darker in turn, by less than a standard deviation of their means in white noise.
  const residual = noiseOf(0.2).map((value, i) => {
    const block = Math.floor(i / 132 / 8) + Math.floor((i % 132) / 24);
    return value + ((block % 2 === 0 ? 1 : -1) * 0.4 * 0.2) / Math.sqrt(192);
  });
  expect(check(residual, "mean").structure).toBeGreaterThan(1.16);
  expect(check(residual, "mean").structure).toBeLessThan(1.36);
  expect(check(residual, "mean").warnings).toMatchObject([{ code: "residual-structured" }]);
  expect(check(residual, "sample").warnings).toEqual([]);
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
