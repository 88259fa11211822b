import { describe, expect, it } from "vitest";
import { spacedTimesteps } from "../src/index.ts";
import { golden } from "./golden.ts";

describe("spacedTimesteps", () => {
  it("has the published seven of 1000", () => {
    expect([...spacedTimesteps("leading", 1000, 7)]).toEqual([852, 710, 568, 426, 284, 142, 0]);
    expect([...spacedTimesteps("trailing", 1000, 7)]).toEqual([999, 856, 713, 570, 428, 285, 142]);
    expect([...spacedTimesteps("linspace", 1000, 7)]).toEqual([999, 832, 666, 500, 333, 166, 0]);
    expect([...spacedTimesteps("leading", 1000, 5, 1)]).toEqual([801, 601, 401, 201, 1]);
  });

  it("has the timesteps of diffusers", () => {
    expect(golden.timesteps.length).toBe(23);
    for (const { timestep_spacing, steps_offset, N, timesteps } of golden.timesteps) {
      expect([...spacedTimesteps(timestep_spacing, 1000, N, steps_offset)]).toEqual(timesteps);
    }
  });

  it("rounds halves to the even neighbor", () => {
    // 10 - i * 2.5: 10, 7.5 -> 8, 5, 2.5 -> 2; less one.
    expect([...spacedTimesteps("trailing", 10, 4)]).toEqual([9, 7, 4, 1]);
    // i * 2.5 up to 10: 10, 7.5 -> 8, 5, 2.5 -> 2, 0.
    expect([...spacedTimesteps("linspace", 11, 5)]).toEqual([10, 8, 5, 2, 0]);
  });

  it("has N different timesteps in 0…T-1, descending, for every N", () => {
    const lengths = new Set(golden.trailing_length_anomalies_T1000.map(({ N }) => N));
    expect(lengths.size).toBe(62);
    for (const spacing of ["leading", "trailing", "linspace"] as const) {
      for (const [numTimesteps, counts] of [
        [1000, lengths],
        [37, new Set(Array.from({ length: 37 }, (_, i) => i + 1))],
      ] as const) {
        for (const count of counts) {
          const timesteps = spacedTimesteps(spacing, numTimesteps, count);
          expect(timesteps.length).toBe(count);
          expect(timesteps.every((t, i) => t >= 0 && t < (timesteps[i - 1] ?? numTimesteps))).toBe(true);
        }
      }
    }
  });

  it("begins at T-1 with trailing spacing, and has both ends with linspace", () => {
    for (let count = 2; count <= 50; count++) {
      expect(spacedTimesteps("trailing", 50, count)[0]).toBe(49);
      const linspace = spacedTimesteps("linspace", 50, count);
      expect([linspace[0], linspace.at(-1)]).toEqual([49, 0]);
    }
  });

  it("adds the offset with leading spacing only", () => {
    for (const spacing of ["trailing", "linspace"] as const) {
      expect(spacedTimesteps(spacing, 1000, 10, 1)).toEqual(spacedTimesteps(spacing, 1000, 10));
    }
  });

  it("rejects an offset that moves a timestep beyond the last", () => {
    expect(() => spacedTimesteps("leading", 1000, 1000, 1)).toThrow(
      new RangeError(
        "spacedTimesteps: stepsOffset must be at most 0 for 1000 of 1000 timesteps, got 1. Use a smaller count or trailing spacing.",
      ),
    );
    expect(spacedTimesteps("leading", 1000, 500, 1)[0]).toBe(999);
    expect(() => spacedTimesteps("leading", 1000, 500, 2)).toThrow(RangeError);
  });

  it("rejects unknown spacings and numbers out of range", () => {
    // @ts-expect-error no such spacing
    expect(() => spacedTimesteps("even", 1000, 10)).toThrow(
      new RangeError("spacedTimesteps: spacing must be leading, trailing or linspace, got even."),
    );
    expect(() => spacedTimesteps("leading", 1000, 1001)).toThrow(
      new RangeError("spacedTimesteps: count must be an integer in 1…1000, got 1001."),
    );
    expect(() => spacedTimesteps("leading", 1000, 0)).toThrow(RangeError);
    expect(() => spacedTimesteps("leading", 0, 1)).toThrow(
      new RangeError("spacedTimesteps: numTimesteps must be an integer of at least 1, got 0."),
    );
    expect(() => spacedTimesteps("linspace", 1000, 10, -1)).toThrow(
      new RangeError("spacedTimesteps: stepsOffset must be a non-negative integer, got -1."),
    );
    expect(() => spacedTimesteps("leading", 1000, 10, 0.5)).toThrow(RangeError);
  });
});
