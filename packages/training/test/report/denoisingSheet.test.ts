import { expect, test } from "vitest";
import { shownSteps } from "../../src/report/denoisingSheet.ts";

test("shownSteps spreads the steps shown over any number of steps, without the last", () => {
  expect(shownSteps(20)).toEqual([5, 9, 12, 14, 16, 18]);
  expect(shownSteps(50)).toEqual([13, 23, 30, 35, 40, 45]);
  expect(shownSteps(4)).toEqual([1, 2, 3]);
  expect(shownSteps(1)).toEqual([]);
});
