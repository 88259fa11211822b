import { expect, it } from "vitest";
import { emaDecay } from "../../src/index.ts";
import { warmedUpEma } from "../golden.ts";

it.each(warmedUpEma)("is that of diffusers' EMAModel, one update behind its step: $config", (golds) => {
  const { decay, power = 2 / 3 } = golds.config;
  for (const [index, step] of golds.get_decay_steps.entries()) {
    expect(Math.abs(emaDecay(step - 1, decay, power) / golds.get_decay[index]! - 1 || 0)).toBeLessThan(1e-9);
  }
  for (const [n, expected] of golds.cur_decay_value.entries()) {
    expect(emaDecay(n, decay, power)).toBeCloseTo(expected, 12);
  }
});

it("copies at the first update and never passes the maximum", () => {
  expect(emaDecay(0, 0.9999, 0.67)).toBe(0);
  expect(emaDecay(1e9, 0.9999, 0.67)).toBe(0.9999);
});
