import { describe, expect, it } from "vitest";
import { scaledLinearSchedule } from "../src/index.ts";
import { expectRelative, goldenOf } from "./golden.ts";

describe("scaledLinearSchedule", () => {
  it("is the square of an even ramp of roots", () => {
    // Roots 0.1, 0.3, 0.5, 0.7.
    const betas = scaledLinearSchedule(4, { betaStart: 0.01, betaEnd: 0.49 });
    expectRelative(betas, [0.01, 0.09, 0.25, 0.49], 1e-15);
  });

  it("has the values of diffusers for its ranges", () => {
    for (const { num_train_timesteps, beta_start, beta_end, index, betas } of goldenOf("scaled_linear")) {
      const all = scaledLinearSchedule(num_train_timesteps, { betaStart: beta_start, betaEnd: beta_end });
      expectRelative(
        index.map((t) => all[t]!),
        betas,
        1e-5,
      );
    }
  });

  it("scales the default range with 1000/T", () => {
    expect(scaledLinearSchedule(500)).toEqual(scaledLinearSchedule(500, { betaStart: 2e-4, betaEnd: 0.04 }));
  });

  it("rejects numbers of timesteps and ranges that cannot be", () => {
    expect(() => scaledLinearSchedule(-1)).toThrow(
      new RangeError("scaledLinearSchedule: numTimesteps must be an integer of at least 1, got -1."),
    );
    expect(() => scaledLinearSchedule(100, { betaStart: -0.1 })).toThrow(
      "scaledLinearSchedule: betaStart must be above 0 and at most betaEnd = 0.2, got -0.1.",
    );
  });
});
