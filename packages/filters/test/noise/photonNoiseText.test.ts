import { describe, expect, test } from "vitest";
import { parsePhotonNoise, photonNoiseText } from "../../src/noise/photonNoiseText.ts";

describe("photon noise as text", () => {
  test("is read in any order, what is left out being 0, and written in one form", () => {
    expect(parsePhotonNoise("gain=2.2,offset=100,read=3")).toEqual({ gain: 2.2, offset: 100, read: 3 });
    expect(parsePhotonNoise(" read = 3 , gain = 1e-1 ")).toEqual({ gain: 0.1, offset: 0, read: 3 });
    expect(photonNoiseText({ gain: 2, offset: -1, read: 0 })).toBe("gain=2,offset=-1,read=0");
    expect(photonNoiseText({ gain: 2 })).toBe("gain=2,offset=0,read=0");
  });

  test.each([
    "",
    "2",
    "gain",
    "gain=",
    "gain=x",
    "gain=0",
    "gain=-1",
    "offset=3",
    "gain=1,gain=2",
    "gain=1,noise=2",
    "gain=1,read=-1",
    "gain=1,",
    "gain=Infinity",
    "gain=1=2",
  ])("is not %j", (text) => {
    expect(() => parsePhotonNoise(text)).toThrow(RangeError);
  });
});
