import { randomStream } from "@cellgen/random";
import { describe, expect, test } from "vitest";
import { newPixels, type PixelType } from "../../src/images/pixelType.ts";
import { type CellImage, measureRanges, parseRange, pixelTypes, rangeText } from "../../src/index.ts";
import { sampledNames } from "../../src/ranges/sampledNames.ts";

const image = (data: CellImage["data"], channels = 1): CellImage => ({
  width: data.length / channels,
  height: 1,
  channels,
  data,
});
const filled = (type: PixelType, length: number, of: (i: number) => number): CellImage => {
  const data = newPixels(type, length);
  for (let i = 0; i < length; i++) data[i] = of(i);
  return image(data);
};

describe("measureRanges", () => {
  test.each(pixelTypes)("finds the percentiles of sorted values, for %s", (type) => {
    const stream = randomStream(0, "test", 0, 0);
    const values = Array.from({ length: 3000 }, () => stream.integer(120));
    const images = [0, 1, 2].map((k) => filled(type, 1000, (i) => values[1000 * k + i]!));
    const sorted = [...values].sort((a, b) => a - b);
    for (const [low, high] of [
      [0.1, 99.9],
      [0, 100],
      [2, 50],
    ] as const) {
      const [set] = measureRanges(images, { range: { percentiles: [low, high] } });
      const at = (rank: number) => sorted[rank]!;
      expect(set).toMatchObject({
        pixelType: type,
        images: 3,
        ranges: [[at(Math.floor((low / 100) * 2999)), at(Math.ceil((high / 100) * 2999))]],
        min: sorted[0],
        max: sorted.at(-1),
      });
      const [from, to] = set!.ranges[0]!;
      expect(set!.outside).toBeCloseTo(values.filter((v) => v < from || v > to).length / 3000, 12);
    }
  });

  test("keeps 8-bit color at 0 to 255, unless percentiles are given or the channels have names", () => {
    const colour = image(
      Uint8Array.from({ length: 3000 }, (_, i) => 10 + (i % 3)),
      3,
    );
    const full = [0, 1, 2].map(() => [0, 255]);
    expect(measureRanges([colour])[0]!.ranges).toEqual(full);
    const varied = image(
      Uint8Array.from({ length: 3000 }, (_, i) => 10 * (i % 3) + (Math.floor(i / 3) % 5)),
      3,
    );
    const own = [0, 10, 20].map((low) => [low, low + 4]);
    expect(measureRanges([varied], { range: { percentiles: [0.1, 99.9] } })[0]!.ranges).toEqual(own);
    expect(measureRanges([varied], { range: "image" })[0]!.ranges).toEqual(own);
    expect(measureRanges([{ ...varied, channelNames: ["DAPI", "GFP", "actin"] }])[0]!.ranges).toEqual(own);
    expect(measureRanges([varied], { range: [3, 90] })[0]!.ranges).toEqual([0, 1, 2].map(() => [3, 90]));
  });

  test("ignores NaN and infinities, and names constant channels", () => {
    const floats = image(Float32Array.of(NaN, 2, 0.5, 2, Infinity, 2, 1.5, 2), 2);
    expect(measureRanges([floats])[0]).toMatchObject({
      ranges: [
        [0.5, 1.5],
        [2, 3],
      ],
      constant: [1],
    });
    expect(measureRanges([filled("uint16", 9, () => 7)])[0]).toMatchObject({
      ranges: [[0, 65_535]],
      constant: [0],
    });
    expect(measureRanges([filled("float32", 4, () => NaN)])[0]).toMatchObject({
      ranges: [[0, 1]],
      constant: [0],
    });
  });

  test("uses the minimum and maximum where almost all values are equal", () => {
    const sparse = filled("uint16", 10_000, (i) => (i === 5 ? 900 : 100));
    expect(measureRanges([sparse])[0]!.ranges).toEqual([[100, 900]]);
  });

  test("refuses an invalid rule", () => {
    for (const range of [[5, 5], { percentiles: [9, 3] }, { percentiles: [-1, 3] }, "field"] as never[]) {
      expect(() => measureRanges([filled("uint8", 4, (i) => i)], { range })).toThrow(RangeError);
    }
  });
});

test("rules are parsed from text and have one canonical text", () => {
  expect(parseRange("100, 4e3")).toEqual([100, 4000]);
  expect(parseRange("1%,99.5%")).toEqual({ percentiles: [1, 99.5] });
  for (const text of ["set", "image", "group", "-3,0.5", "1%,99.5%"]) {
    expect(rangeText(parseRange(text))).toBe(text);
  }
  for (const text of ["", "3", "1%,2", "9,3", "60%,120%", "field"]) {
    expect(() => parseRange(text)).toThrow(RangeError);
  }
});

test("the sample of a large set is deterministic and independent of the order", () => {
  const names = Array.from({ length: 500 }, (_, i) => `${i}.tif`);
  const sample = sampledNames(names, 50);
  expect(sample.size).toBe(50);
  expect(sampledNames([...names].reverse(), 50)).toEqual(sample);
  // Not the first in the order of names.
  expect([...sample].filter((name) => Number.parseInt(name, 10) < 250).length).toBeLessThan(40);
  expect(sampledNames(names.slice(0, 50), 50).size).toBe(50);
});
