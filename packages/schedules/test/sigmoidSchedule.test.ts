import { describe, expect, it } from "vitest";
import { sigmoidSchedule } from "../src/index.ts";
import { expectRelative, goldenOf } from "./golden.ts";

describe("sigmoidSchedule", () => {
  it("is a logistic curve from -6 to 6 between the ends of the range", () => {
    // 1 / (1 + e^6) = 0.0024726…; the middle is halfway.
    const low = 1 / (1 + Math.exp(6));
    const betas = sigmoidSchedule(3, { betaStart: 0.1, betaEnd: 0.5 });
    expectRelative(betas, [0.1 + 0.4 * low, 0.3, 0.5 - 0.4 * low], 1e-14);
  });

  it("has the values of diffusers for its ranges", () => {
    for (const { num_train_timesteps, beta_start, beta_end, index, betas } of goldenOf("sigmoid")) {
      const all = sigmoidSchedule(num_train_timesteps, { betaStart: beta_start, betaEnd: beta_end });
      expectRelative(
        index.map((t) => all[t]!),
        betas,
        1e-5,
      );
    }
  });

  it("scales the default range with 1000/T", () => {
    expect(sigmoidSchedule(500)).toEqual(sigmoidSchedule(500, { betaStart: 2e-4, betaEnd: 0.04 }));
  });

  it("rejects numbers of timesteps and ranges that cannot be", () => {
    expect(() => sigmoidSchedule(Number.NaN)).toThrow(
      new RangeError("sigmoidSchedule: numTimesteps must be an integer of at least 1, got NaN."),
    );
    expect(() => sigmoidSchedule(100, { betaEnd: 2 })).toThrow(
      new RangeError("sigmoidSchedule: betaEnd must be above 0 and at most 1, got 2."),
    );
  });
});
