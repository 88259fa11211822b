import { describe, expect, test } from "vitest";
import { checkPresetSize, PresetSizeError, unet, unetPresetNames, unetPresets } from "../src/index.ts";

describe("unetPresets", () => {
  test("has a network for each name, of a parameter count that grows", () => {
    expect(Object.keys(unetPresets)).toEqual(unetPresetNames);
    const counts = unetPresetNames.map((name) => unet(unetPresets[name]).parameterCount);
    expect(counts).toEqual([280_755, 1_113_955, 6_472_195]);
  });

  test("takes the channels and classes of the images", () => {
    const { config } = unet({ ...unetPresets.tiny, inChannels: 1, outChannels: 1, numClassEmbeds: 4 });
    expect(config).toMatchObject({ ...unetPresets.tiny, inChannels: 1, numClassEmbeds: 4 });
  });
});

describe("checkPresetSize", () => {
  test("accepts what the network accepts", () => {
    for (const name of unetPresetNames) {
      expect(() => checkPresetSize(name, 32)).not.toThrow();
      expect(() => unet(unetPresets[name]).checkSize(32, 32)).not.toThrow();
    }
  });

  test.each([
    [30, "Use 28 or 32."],
    [5, "Use 8."],
    [0, "Use 8."],
  ])("names the nearest sizes for %i", (size, remedy) => {
    expect(() => checkPresetSize("small", size)).toThrow(
      new PresetSizeError(`must be a multiple of 4 for preset small, got ${size}. ${remedy}`),
    );
    expect(() => unet(unetPresets.small).checkSize(size, size)).toThrow(RangeError);
  });
});
