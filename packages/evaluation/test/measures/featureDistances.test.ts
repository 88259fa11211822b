import { featureStandardiser, kernelDistance } from "@cellgen/metrics";
import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { featureDistances } from "../../src/index.ts";

const dimension = 4;
const options = { name: "normal", dimension, seed: 0 };
const rows = (count: number, seed: number, shift = 0) =>
  randomStream(seed, "rows")
    .fillNormal(new Float32Array(count * dimension))
    .map((value) => value + shift);
const real = rows(300, 1);
const heldOut = rows(100, 2);

describe("featureDistances", () => {
  it("of rows of the real ones' distribution lie within their baselines", () => {
    const distances = featureDistances(rows(150, 3), heldOut, real, options);
    const { kernelDistance: kernel, frechetDistance: frechet, precision, coverage, density } = distances;
    expect(kernel.low).toBeLessThan(kernel.realBaseline.high);
    expect(kernel.high).toBeGreaterThan(kernel.realBaseline.low);
    expect(kernel).toMatchObject({ features: "normal", n: 150, reference: 300, realBaseline: { n: 100 } });
    // What depends on n is computed of as many generated as held-out rows.
    expect(frechet).toMatchObject({ n: 100, reference: 300, realBaseline: { n: 100 } });
    for (const share of [precision, coverage, density]) {
      expect(Math.abs(share.value - share.realBaseline.value)).toBeLessThan(0.15);
    }
  });

  it("of rows far away: nothing precise, nothing covered, a large kernel distance", () => {
    const {
      kernelDistance: kernel,
      precision,
      coverage,
    } = featureDistances(rows(100, 3, 8), heldOut, real, options);
    expect([precision.value, coverage.value]).toEqual([0, 0]);
    // Wilson: of 0 hits in 100 the upper end is z²/(n + z²).
    expect(precision.high).toBeCloseTo(1.959964 ** 2 / (100 + 1.959964 ** 2), 6);
    expect(kernel.low).toBeGreaterThan(10 * Math.abs(kernel.realBaseline.high));
  });

  it("have the kernel distance of @cellgen/metrics, on standardized features", () => {
    const generated = rows(60, 4, 0.5);
    const standardise = featureStandardiser(real, dimension);
    const expected = kernelDistance(standardise(generated), standardise(real), dimension);
    const { kernelDistance: kernel } = featureDistances(generated, heldOut, real, options);
    expect(kernel.value).toBe(expected.value);
    expect(kernel.high - kernel.value).toBeCloseTo(1.959964 * expected.standardError, 10);
  });

  it("do not hang on one image far away", () => {
    const generated = rows(100, 3);
    const before = featureDistances(generated, heldOut, real, options).kernelDistance.value;
    generated[0] = 1e6;
    expect(
      Math.abs(featureDistances(generated, heldOut, real, options).kernelDistance.value - before),
    ).toBeLessThan(0.2);
  });

  it("reject too few rows", () => {
    expect(() => featureDistances(rows(7, 3), heldOut, real, options)).toThrow(
      "featureDistances: generated must have at least 8 rows, got 7.",
    );
  });
});
