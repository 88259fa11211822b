import { describe, expect, it } from "vitest";
import {
  cosineSchedule,
  linearSchedule,
  type NoiseSchedule,
  noiseSchedule,
  scaledLinearSchedule,
  sigmoidSchedule,
} from "../src/index.ts";
import { expectRelative, golden } from "./golden.ts";

function tablesOf({ numTimesteps, ...tables }: NoiseSchedule): Record<string, Float64Array> {
  expect(numTimesteps).toBe(tables.betas.length);
  return tables;
}

describe("noiseSchedule", () => {
  it("has every table of two betas as worked out by hand", () => {
    // betas 0.5, 0.2: products 0.5 and 0.5 * 0.8 = 0.4.
    const schedule = noiseSchedule([0.5, 0.2]);
    const want: Record<keyof Omit<NoiseSchedule, "numTimesteps">, [number, number]> = {
      betas: [0.5, 0.2],
      alphas: [0.5, 0.8],
      alphasCumprod: [0.5, 0.4],
      alphasCumprodPrev: [1, 0.5],
      sqrtAlphasCumprod: [Math.SQRT1_2, Math.sqrt(0.4)],
      sqrtOneMinusAlphasCumprod: [Math.SQRT1_2, Math.sqrt(0.6)],
    };
    const tables = tablesOf(schedule);
    expect(Object.keys(tables).sort()).toEqual(Object.keys(want).sort());
    for (const [name, [at0, at1]] of Object.entries(want)) {
      expect(tables[name]![0], name).toBeCloseTo(at0, 14);
      expect(tables[name]![1], name).toBeCloseTo(at1, 14);
    }
  });

  it("takes each schedule by its name, 1000 timesteps unless told otherwise", () => {
    expect(noiseSchedule("linear").betas).toEqual(linearSchedule(1000));
    const range = { betaStart: 0.001, betaEnd: 0.03 };
    expect(noiseSchedule("linear", 40, range).betas).toEqual(linearSchedule(40, range));
    expect(noiseSchedule("scaled_linear", 40, range).betas).toEqual(scaledLinearSchedule(40, range));
    expect(noiseSchedule("sigmoid", 40, range).betas).toEqual(sigmoidSchedule(40, range));
    expect(noiseSchedule("squaredcos_cap_v2", 40, range).betas).toEqual(cosineSchedule(40));
  });

  it("has the betas and products of diffusers, and square roots of them", () => {
    expect(golden.betas.length).toBe(14);
    for (const entry of golden.betas) {
      const range = { betaStart: entry.beta_start, betaEnd: entry.beta_end };
      const schedule = noiseSchedule(entry.beta_schedule, entry.num_train_timesteps, range);
      const at = (table: Float64Array) => entry.index.map((t) => table[t]!);
      expectRelative(at(schedule.betas), entry.betas, 1e-5);
      // In float32, 1 - 0.999 is off by 1.29e-5 of itself, and so is diffusers' last product of the cosine schedule.
      const tolerance = entry.beta_schedule === "squaredcos_cap_v2" ? 1.4e-5 : 1e-5;
      expectRelative(at(schedule.alphasCumprod), entry.alphas_cumprod, tolerance);
      expectRelative(at(schedule.sqrtAlphasCumprod), entry.alphas_cumprod.map(Math.sqrt), 1e-5);
    }
  });

  it("has the published products of 1000 timesteps, which were computed in float32", () => {
    const linear = noiseSchedule("linear").alphasCumprod;
    expectRelative([linear[500]!, linear[999]!], [0.07779666, 4.0358307e-5], 1e-6);
    const cosine = noiseSchedule("squaredcos_cap_v2").alphasCumprod;
    expectRelative([cosine[500]!], [0.49228504], 1e-6);
    // 1.29e-5 from 1 - 0.999 in float32, 0.2e-5 from the six digits.
    expectRelative([cosine[999]!], [2.42873e-9], 1.6e-5);
  });

  it("keeps the variance of unit images: signal and noise sum to 1", () => {
    for (const name of ["linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"] as const) {
      const { sqrtAlphasCumprod: a, sqrtOneMinusAlphasCumprod: s } = noiseSchedule(name, 300);
      a.forEach((value, t) => {
        expect(value ** 2 + s[t]! ** 2).toBeCloseTo(1, 14);
      });
    }
  });

  it("copies given betas, and takes a last beta of 1", () => {
    const betas = Float32Array.of(0.25, 0.5, 1);
    const schedule = noiseSchedule(betas, 3);
    betas.fill(0);
    expect([...schedule.betas]).toEqual([0.25, 0.5, 1]);
    expect(schedule.alphasCumprod[2]).toBe(0);
    for (const table of Object.values(tablesOf(schedule))) expect(table.every(Number.isFinite)).toBe(true);
  });

  it("rejects unknown names, sizes that do not fit and betas out of range", () => {
    // @ts-expect-error no such schedule
    expect(() => noiseSchedule("cosine")).toThrow(
      new RangeError(
        "noiseSchedule: schedule must be one of linear, scaled_linear, squaredcos_cap_v2, sigmoid, got cosine.",
      ),
    );
    // @ts-expect-error a name of Object's is no schedule
    expect(() => noiseSchedule("toString")).toThrow(RangeError);
    expect(() => noiseSchedule("linear", 1)).toThrow(
      new RangeError("noiseSchedule: numTimesteps must be an integer of at least 2, got 1."),
    );
    expect(() => noiseSchedule([0.1])).toThrow(
      new RangeError("noiseSchedule: schedule must have at least 2 betas, got 1."),
    );
    expect(() => noiseSchedule([0.1, 0.2], 3)).toThrow(
      new RangeError(
        "noiseSchedule: numTimesteps must equal the number of betas, 2, got 3. Omit it or correct it.",
      ),
    );
    expect(() => noiseSchedule([0.1, 0, 0.2])).toThrow(
      new RangeError("noiseSchedule: schedule must have betas above 0 and at most 1, got 0 at t = 1."),
    );
    expect(() => noiseSchedule([0.1, Number.NaN])).toThrow(RangeError);
    // @ts-expect-error a number is neither a name nor betas
    expect(() => noiseSchedule(1000)).toThrow(
      new TypeError("noiseSchedule: schedule must be a name or an array of betas, got number."),
    );
  });
});
