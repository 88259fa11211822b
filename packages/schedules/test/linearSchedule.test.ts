import { describe, expect, it } from "vitest";
import { linearSchedule } from "../src/index.ts";
import { expectRelative, goldenOf } from "./golden.ts";

describe("linearSchedule", () => {
  it("is an even ramp with both ends exact", () => {
    // 0.1, then steps of (0.5 - 0.1) / 4 = 0.1
    const betas = linearSchedule(5, { betaStart: 0.1, betaEnd: 0.5 });
    expectRelative(betas, [0.1, 0.2, 0.3, 0.4, 0.5], 1e-15);
    expect([betas[0], betas[4]]).toEqual([0.1, 0.5]);
  });

  it("has the values of diffusers for its ranges", () => {
    for (const { num_train_timesteps, beta_start, beta_end, index, betas } of goldenOf("linear")) {
      const all = linearSchedule(num_train_timesteps, { betaStart: beta_start, betaEnd: beta_end });
      expectRelative(
        index.map((t) => all[t]!),
        betas,
        1e-5,
      );
    }
  });

  it("scales the default range with 1000/T, each end that is left out by itself", () => {
    expect(linearSchedule(1000)).toEqual(linearSchedule(1000, { betaStart: 1e-4, betaEnd: 0.02 }));
    expect(linearSchedule(250)).toEqual(linearSchedule(250, { betaStart: 4e-4, betaEnd: 0.08 }));
    expect(linearSchedule(250, { betaStart: 1e-4 })).toEqual(
      linearSchedule(250, { betaStart: 1e-4, betaEnd: 0.08 }),
    );
    expect(linearSchedule(20).at(-1)).toBe(1);
  });

  it("of one timestep is betaStart", () => {
    expect([...linearSchedule(1, { betaStart: 0.3, betaEnd: 0.5 })]).toEqual([0.3]);
  });

  it("rejects numbers of timesteps and ranges that cannot be", () => {
    expect(() => linearSchedule(0)).toThrow(
      new RangeError("linearSchedule: numTimesteps must be an integer of at least 1, got 0."),
    );
    expect(() => linearSchedule(10.5)).toThrow(RangeError);
    expect(() => linearSchedule(10)).toThrow(
      new RangeError(
        "linearSchedule: betaEnd must be above 0 and at most 1, got 2. Set betaEnd: the default is 20/numTimesteps.",
      ),
    );
    expect(() => linearSchedule(10, { betaEnd: 1.5 })).toThrow(
      new RangeError("linearSchedule: betaEnd must be above 0 and at most 1, got 1.5."),
    );
    expect(() => linearSchedule(100, { betaStart: 0.5, betaEnd: 0.1 })).toThrow(
      new RangeError("linearSchedule: betaStart must be above 0 and at most betaEnd = 0.1, got 0.5."),
    );
    expect(() => linearSchedule(100, { betaStart: 0 })).toThrow(RangeError);
    expect(() => linearSchedule(100, { betaEnd: Number.NaN })).toThrow(RangeError);
  });
});
