import { expect, test } from "vitest";
import { describeRange, isInRange, type OptionRange } from "../../src/options/index.ts";

test.each<[OptionRange, string, readonly unknown[], readonly unknown[]]>([
  [{ kind: "choice", choices: ["auto", 1, 3] }, "must be auto, 1 or 3", ["auto", 1], [2, "1", undefined]],
  [{ kind: "choice", choices: ["colour"] }, "must be colour", ["colour"], ["size"]],
  [
    { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
    "must be a whole number of at least 0",
    [0, Number.MAX_SAFE_INTEGER],
    [-1, 0.5, 2 ** 53, "0", Number.NaN],
  ],
  [{ kind: "integer", min: 1, max: 8 }, "must be a whole number from 1 to 8", [1, 8], [0, 9]],
  [{ kind: "number", min: 0, max: 1 }, "must be a number from 0 to 1", [0, 1], [-0.1, 1.1, Number.NaN]],
  [{ kind: "number", above: 0, max: 1 }, "must be a number above 0 and at most 1", [1e-9, 1], [0, "1"]],
  [{ kind: "switch" }, "must be true or false", [true, false], ["yes", 0, "auto"]],
  [{ kind: "switch", auto: true }, "must be true, false or auto", [true, false, "auto"], ["yes", 0]],
  [{ kind: "folder" }, "must be the name of a folder", ["runs"], ["", 1]],
])("the range %j is described as %j", (range, text, inside, outside) => {
  expect(describeRange(range)).toBe(text);
  for (const value of inside) expect(isInRange(value, range), String(value)).toBe(true);
  for (const value of outside) expect(isInRange(value, range), String(value)).toBe(false);
});
