import { expect, test } from "vitest";
import { count, duration, number, percent, plural } from "../../src/text.ts";

test("durations, numbers and counts read as one would say them", () => {
  expect([3.21, 59.6, 150, 3900, 7322, Number.NaN].map(duration)).toEqual([
    "3.2 s",
    "1 min 00 s",
    "2 min 30 s",
    "1 h 05 min",
    "2 h 02 min",
    "unknown",
  ]);
  expect([0.071234, 12.34, 1234.5, 1.2345e30].map(number)).toEqual(["0.0712", "12.3", "1,235", "1.23e+30"]);
  expect([plural(1, "image"), plural(1200, "class", "classes")]).toEqual(["1 image", "1,200 classes"]);
  expect(count(12345.6)).toBe("12,346");
});

test("percent rounds to whole ones, and calls nothing none or all that is not", () => {
  for (const [share, text] of [
    [0, "0 %"],
    [0.00001, "0.1 %"],
    [0.004, "0.4 %"],
    [0.01, "1 %"],
    [0.914, "91 %"],
    [0.99, "99 %"],
    [0.996, "99.6 %"],
    [0.99999, "99.9 %"],
    [1, "100 %"],
    [Number.NaN, "–"],
  ] as const) {
    expect(percent(share)).toBe(text);
  }
});
