import { expect, test } from "vitest";
import { describeTimes, expectedTime } from "../../../src/commands/train/stageTimes.ts";

const times = [
  { steps: 6000, milliseconds: 40 },
  { steps: 4000, milliseconds: 120 },
];

test("the time of the first steps is that of their sizes", () => {
  expect(expectedTime(times)).toBe(720_000);
  expect([0, 6000, 7000, 10_000].map((count) => expectedTime(times, count))).toEqual([
    0, 240_000, 360_000, 720_000,
  ]);
  expect(expectedTime([], 5)).toBe(0);
});

test("the expected time names the steps of each size and their speed", () => {
  expect(describeTimes(times)).toBe(
    "about 12 min 00 s for 6,000 steps at half the size at 25 steps/s and 4,000 steps at 8.3 steps/s",
  );
  expect(describeTimes(times.slice(1))).toBe("about 8 min 00 s for 4,000 steps at 8.3 steps/s");
});
