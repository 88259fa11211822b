import { expect, it } from "vitest";
import { OptionError, problemOf } from "../../src/options/index.ts";

it.each([
  [
    new OptionError("generate", "ERR_OUT_OF_RANGE", "seed", "must be an integer."),
    "seed must be an integer.",
  ],
  [new RangeError("trainFolder: scanImageFolder: folder must hold images."), "folder must hold images."],
  [new Error("/data/a.png: image is 3x3."), "/data/a.png: image is 3x3."],
  ["a text", "a text"],
])("problemOf leaves out the functions' names: %s", (error, problem) => {
  expect(problemOf(error)).toBe(problem);
});
