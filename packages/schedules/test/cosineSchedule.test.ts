import { describe, expect, it } from "vitest";
import { cosineSchedule } from "../src/index.ts";
import { expectRelative, goldenOf } from "./golden.ts";

describe("cosineSchedule", () => {
  it("makes alphasCumprod the squared cosine of Nichol and Dhariwal until the last beta", () => {
    const numTimesteps = 200;
    const f = (u: number) => Math.cos((((u + 0.008) / 1.008) * Math.PI) / 2) ** 2;
    let product = 1;
    cosineSchedule(numTimesteps).forEach((beta, t) => {
      product *= 1 - beta;
      if (t === numTimesteps - 1) expect(beta).toBe(0.999);
      else expect(product / (f((t + 1) / numTimesteps) / f(0))).toBeCloseTo(1, 9);
    });
  });

  it("has the published constants of 1000 timesteps", () => {
    const betas = cosineSchedule(1000);
    expectRelative([betas[0]!, betas[500]!, betas[998]!], [4.12842e-5, 0.00315569, 0.7499994], 1e-6);
    expect(betas[999]).toBe(0.999);
  });

  it("has the values of diffusers", () => {
    for (const { num_train_timesteps, index, betas } of goldenOf("squaredcos_cap_v2")) {
      const all = cosineSchedule(num_train_timesteps);
      expectRelative(
        index.map((t) => all[t]!),
        betas,
        1e-5,
      );
    }
  });

  it("rejects numbers of timesteps that are no integer from 1", () => {
    expect(() => cosineSchedule(0)).toThrow(
      new RangeError("cosineSchedule: numTimesteps must be an integer of at least 1, got 0."),
    );
    expect(() => cosineSchedule(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
