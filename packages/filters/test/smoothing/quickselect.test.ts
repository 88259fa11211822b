import { randomStream } from "@cellgen/random";
import { expect, it } from "vitest";
import { median, quickselect } from "../../src/smoothing/quickselect.ts";

it("quickselect gives what sorting finds, with equal values too", () => {
  const stream = randomStream(0, "smallest");
  for (let length = 1; length < 40; length++) {
    const values = Float64Array.from({ length }, () => stream.integer(length % 3 === 0 ? 4 : 1000));
    const sorted = values.toSorted();
    for (let place = 0; place < length; place++) {
      expect(quickselect(values.slice(), place)).toBe(sorted[place]);
    }
  }
});

it("median is the middle, or the mean of the two in the middle", () => {
  expect(median(Float64Array.of(5, 1, 3))).toBe(3);
  expect(median(Float64Array.of(5, 1, 3, 4))).toBe(3.5);
  expect(median(Float64Array.of(7))).toBe(7);
});
