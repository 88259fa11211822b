import { describe, expect, test } from "vitest";
import { type CellImage, defaultChannelColors, displayImage, parseChannelColor } from "../../src/index.ts";

describe("displayImage", () => {
  test("adds the channels times their colors, each scaled by its range", () => {
    const image: CellImage = { width: 2, height: 1, channels: 2, data: Uint16Array.of(100, 0, 150, 50) };
    const ranges = [
      [100, 200],
      [0, 50],
    ] as const;
    const shown = displayImage(image, { ranges, colors: ["blue", "#ff8000"] });
    expect(shown).toEqual({ width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 0, 0, 255, 128, 128) });
    // Blue and magenta overlap, and are clipped.
    const bright = displayImage(
      { ...image, data: Uint16Array.of(200, 50, 0, 0) },
      { ranges, colors: ["blue", "magenta"] },
    );
    expect([...bright.data]).toEqual([255, 0, 255, 0, 0, 0]);
  });

  test("leaves 8-bit gray and color of full range as they are", () => {
    const data = Uint8Array.from({ length: 768 }, (_, i) => i % 256);
    const colour: CellImage = { width: 256, height: 1, channels: 3, data };
    expect(displayImage(colour)).toEqual(colour);
    const grey: CellImage = { width: 768, height: 1, channels: 1, data };
    expect(displayImage(grey, { ranges: [[0, 255]] })).toEqual(grey);
    expect(displayImage(grey, { ranges: [[0, 255]], colors: ["green"] }).data.slice(0, 6)).toEqual(
      Uint8Array.of(0, 0, 0, 0, 1, 0),
    );
  });

  test("refuses unknown colors and another number of them", () => {
    const image: CellImage = { width: 1, height: 1, channels: 2, data: Uint8Array.of(1, 2) };
    expect(() => displayImage(image, { colors: ["blue"] })).toThrow(
      "one color for each of 2 channels, got 1",
    );
    expect(() => displayImage(image, { colors: ["blue", "constructor"] })).toThrow('got "constructor"');
  });
});

test("colors of channels follow their names, and differ", () => {
  expect(defaultChannelColors(1)).toEqual(["grey"]);
  expect(defaultChannelColors(3)).toEqual(["red", "green", "blue"]);
  expect(defaultChannelColors(4)).toEqual(["blue", "green", "red", "magenta"]);
  expect(defaultChannelColors(3, ["GFP", "membrane", "Hoechst 33342"])).toEqual(["green", "red", "blue"]);
  expect(new Set(defaultChannelColors(8, ["DNA", "DAPI", "a", "b", "c", "d", "e", "f"])).size).toBe(8);
  expect(parseChannelColor("Gray")).toEqual([1, 1, 1]);
});
