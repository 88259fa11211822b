import { describe, expect, test } from "vitest";
import { unet, unetPresetNames, unetPresets } from "../src/index.ts";

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
