import { expect, test } from "vitest";
import { settingRanges, trainingDefaults } from "../src/defaults.ts";
import { completeRunSettings } from "../src/run/settings/completeRunSettings.ts";

const complete = (given: object) => () =>
  completeRunSettings({ data: "/a", out: "/b", ...trainingDefaults, size: 32, ...given });
const numbers = Object.entries(settingRanges).flatMap(([name, range]) =>
  range.kind === "integer" ? [{ name, min: range.min, max: range.max }] : [],
);

test.each(numbers)("$name is accepted from $min to $max and nowhere else", ({ name, min, max }) => {
  for (const value of [min, max]) expect(complete({ [name]: value })).not.toThrow();
  for (const value of [min - 1, max + 1, min + 0.5, "1"]) {
    expect(complete({ [name]: value })).toThrow(expect.objectContaining({ option: name }));
  }
});

test("the smallest learning rate is above 0, and the largest decay is included", () => {
  expect(complete({ lr: 1, ema: 0.999999 })).not.toThrow();
  expect(complete({ lr: Number.MIN_VALUE, ema: 0 })).not.toThrow();
  expect(complete({ lr: 0 })).toThrow(expect.objectContaining({ option: "lr" }));
});
