import { describe, expect, it } from "vitest";
import { bootstrapInterval, compareFeatures } from "../src/index.ts";
import { expectFeatureErrors } from "./expectFeatureErrors.ts";
import { normalRows } from "./normalRows.ts";

const names = ["area", "depth"];
const options = { seed: 0, resamples: 200 };
/** The first feature alone moves: by one of its deviations, which are 10. */
const real = normalRows(120, 2, 1, 0).map((value, i) => (i % 2 === 0 ? 10 * value + 50 : value));
const generated = normalRows(90, 2, 1, 1).map((value, i) => (i % 2 === 0 ? 10 * value + 60 : value));
const column = (rows: Float32Array, place: number) => rows.filter((_, i) => i % 2 === place);

describe("compareFeatures", () => {
  it("says which feature differs, and in its real deviation by how much", () => {
    const [area, depth] = compareFeatures(real, generated, names, options);
    expect([area!.name, depth!.name]).toEqual(names);
    expect(area!.wasserstein.value).toBeGreaterThan(0.8);
    expect(area!.wasserstein.value).toBeLessThan(1.25);
    expect(area!.wasserstein.low).toBeGreaterThan(0.4);
    expect(area!.kolmogorovSmirnov.low).toBeGreaterThan(0.1);
    expect(area!.generatedMean - area!.realMean).toBeGreaterThan(6);
    expect(area!.realDeviation).toBeGreaterThan(8.5);
    expect(depth!.wasserstein.low).toBe(0);
    expect(depth!.kolmogorovSmirnov.low).toBe(0);
  });

  it("has the intervals of each feature's own samples", () => {
    const [, depth] = compareFeatures(real, generated, names, options);
    const [x, y] = [column(real, 1), column(generated, 1)];
    expect(depth!.kolmogorovSmirnov).toEqual(bootstrapInterval("kolmogorovSmirnov", x, y, options));
    const { value, low, high } = bootstrapInterval("wasserstein", x, y, options);
    const unit = depth!.realDeviation;
    expect(depth!.wasserstein).toEqual({ value: value / unit, low: low / unit, high: high / unit });
  });

  it("has means, and deviations over n - 1", () => {
    const [got] = compareFeatures(Float64Array.of(1, 3), Float64Array.of(4, 4, 10), ["area"], options);
    expect(got).toMatchObject({ realMean: 2, generatedMean: 6 });
    expect(got!.realDeviation).toBeCloseTo(Math.SQRT2, 12);
    expect(got!.generatedDeviation).toBeCloseTo(Math.sqrt(12), 12);
  });

  it("keeps a feature's own unit where the real set has no deviation", () => {
    const [got] = compareFeatures(
      Float64Array.of(0.3, 0.1 + 0.2, 0.3),
      Float64Array.of(2.3, 2.3),
      ["area"],
      options,
    );
    expect(got!.realDeviation).toBe(0);
    expect(got!.wasserstein.value).toBeCloseTo(2, 12);
  });

  it("refuses what is no features, and no names", () => {
    expectFeatureErrors("compareFeatures", "real", (rows) => compareFeatures(rows, real, names, options));
    expectFeatureErrors("compareFeatures", "generated", (rows) =>
      compareFeatures(real, rows, names, options),
    );
    expect(() => compareFeatures(real, generated, [], options)).toThrow(
      new RangeError("compareFeatures: names must not be empty."),
    );
    expect(() => compareFeatures(real, generated, names, { seed: -1 })).toThrow(RangeError);
  });
});
