import { describe, expect, it } from "vitest";
import {
  bootstrapInterval,
  kolmogorovSmirnovDistance,
  type SampleDistance,
  wassersteinDistance,
} from "../../src/index.ts";
import { normalRows } from "../normalRows.ts";

const x = normalRows(40, 1, 1, 0);
const y = normalRows(50, 1, 1, 1, 0.5);
const far = normalRows(50, 1, 1, 1, 1.2);

describe("bootstrapInterval", () => {
  it("is the samples' distance, and as far below it as above", () => {
    const ks = bootstrapInterval("kolmogorovSmirnov", x, far, { seed: 0 });
    expect(ks.value).toBe(kolmogorovSmirnovDistance(x, far));
    expect(ks.high - ks.value).toBeCloseTo(ks.value - ks.low, 12);
    const w1 = bootstrapInterval("wasserstein", x, far, { seed: 0 });
    expect(w1.value).toBe(wassersteinDistance(x, far));
    expect(w1.high - w1.value).toBeCloseTo(w1.value - w1.low, 12);
  });

  it("holds the true distance as often as it says, also where that is 0", () => {
    // Of N(0, 1) and N(s, 1): Wasserstein s, Kolmogorov-Smirnov 2 Phi(s/2) - 1.
    const truths: readonly (readonly [SampleDistance, number, number])[] = [
      ["kolmogorovSmirnov", 0, 0],
      ["kolmogorovSmirnov", 0.5, 0.197413],
      ["wasserstein", 0, 0],
      ["wasserstein", 0.5, 0.5],
    ];
    const draws = 200;
    for (const [distance, shift, truth] of truths) {
      let held = 0;
      for (let draw = 0; draw < draws; draw++) {
        const interval = bootstrapInterval(
          distance,
          normalRows(30, 1, 2, draw),
          normalRows(40, 1, 3, draw, shift),
          { seed: draw, resamples: 200, confidence: 0.8 },
        );
        if (interval.low <= truth && truth <= interval.high) held++;
      }
      // Three standard errors of 0.8: 0.085. More often is allowed, and where the truth is 0 not by much.
      expect(held / draws, `${distance} ${shift}`).toBeGreaterThan(0.715);
      if (truth === 0) expect(held / draws).toBeLessThan(0.885);
    }
  });

  it("has the width that is known for large samples of one distribution: 1.358 sqrt(1/n + 1/m)", () => {
    const { value, low, high } = bootstrapInterval(
      "kolmogorovSmirnov",
      normalRows(1000, 1, 4, 0),
      normalRows(500, 1, 4, 1, 3),
      { seed: 1 },
    );
    // Kolmogorov's 95th percentile; the second sample lies apart, so its steps do not meet the first's: the larger of both counts.
    const least = 1.358 * Math.sqrt(1 / 500);
    expect(value - low).toBeGreaterThan(0.9 * least);
    expect(value - low).toBeLessThan(1.358 * Math.sqrt(1 / 500 + 1 / 1000) * 1.1);
    expect(high).toBeLessThanOrEqual(1);
  });

  it("is the same for the same seed, another for another, and wider for more confidence", () => {
    const of = (seed: number, confidence = 0.95) =>
      bootstrapInterval("wasserstein", x, y, { seed, confidence, resamples: 200 });
    expect(of(1)).toEqual(of(1));
    expect(of(1).high).not.toBe(of(2).high);
    expect(of(1, 0.99).high).toBeGreaterThan(of(1, 0.5).high);
  });

  it("of samples without any spread is their distance alone, and no distance is beyond what it can be", () => {
    const [ones, threes] = [new Float64Array(5).fill(1), new Float64Array(4).fill(3)];
    expect(bootstrapInterval("wasserstein", ones, threes, { seed: 0 })).toEqual({
      value: 2,
      low: 2,
      high: 2,
    });
    const apart = bootstrapInterval(
      "kolmogorovSmirnov",
      x,
      x.map((value) => value + 9),
      { seed: 0 },
    );
    expect(apart.value).toBe(1);
    expect(apart.high).toBe(1);
    const same = bootstrapInterval("wasserstein", x, x, { seed: 0 });
    expect(same.low).toBe(0);
    expect(same.high).toBeGreaterThan(0);
  });

  it("refuses what is no sample, and options out of range", () => {
    const one = Float64Array.of(1);
    expect(() => bootstrapInterval("wasserstein", x, one, { seed: 0 })).toThrow(
      new RangeError("bootstrapInterval: y must have at least 2 rows, got 1."),
    );
    expect(() => bootstrapInterval("wasserstein", Float64Array.of(1, Number.NaN), y, { seed: 0 })).toThrow(
      RangeError,
    );
    // @ts-expect-error plain numbers are no sample
    expect(() => bootstrapInterval("wasserstein", [1, 2], y, { seed: 0 })).toThrow(TypeError);
    // @ts-expect-error there is no such distance
    expect(() => bootstrapInterval("energy", x, y, { seed: 0 })).toThrow(
      new RangeError("bootstrapInterval: distance must be kolmogorovSmirnov or wasserstein, got energy."),
    );
    expect(() => bootstrapInterval("wasserstein", x, y, { seed: 0, resamples: 99 })).toThrow(
      new RangeError("bootstrapInterval: resamples must be an integer of at least 100, got 99."),
    );
    for (const confidence of [0, 1, 95, Number.NaN]) {
      expect(() => bootstrapInterval("wasserstein", x, y, { seed: 0, confidence })).toThrow(
        new RangeError(`bootstrapInterval: confidence must be between 0 and 1, got ${confidence}.`),
      );
    }
    expect(() => bootstrapInterval("wasserstein", x, y, { seed: -1 })).toThrow(RangeError);
  });
});
