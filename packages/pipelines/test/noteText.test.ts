import { expect, test } from "vitest";
import { noteText } from "../src/index.ts";

test("notes on fitting follow the name of a file", () => {
  expect(
    noteText({
      code: "pixel-type",
      pixelType: "uint16",
      modelPixelType: "uint8",
      white: 65535,
      modelWhite: 255,
    }),
  ).toBe("uint16, the model uint8: 0 to 65535 was mapped to 0 to 255");
  const byRange = { pixelType: "float32", modelPixelType: "uint16", ranges: [[0.1234, 3900]] } as const;
  expect(noteText({ code: "pixel-type-by-range", ...byRange })).toBe(
    "float32, the model uint16: 0.123 to 3900 was mapped to the model's range. If its gray levels are those of the training images, convert it to uint16 first",
  );
  expect(noteText({ code: "pixel-type-same-units", ...byRange })).toBe(
    "float32, the model uint16: 0.123 to 3900 lies in the model's range and was not scaled",
  );
  const resized = { code: "resized", width: 64, height: 64, modelWidth: 32, modelHeight: 32 } as const;
  expect(noteText({ ...resized, reduction: 2 })).toBe("resized from 64x64 to the model's 32x32 pixels");
  expect(noteText({ ...resized, reduction: 20 })).toMatch(/reduced by a factor of 20: crop single cells/);
  expect(noteText({ code: "clipped", share: 0.12 })).toMatch(
    /^outside the model's value range for 12% of the values/,
  );
});

test("notes on noise round what they quote", () => {
  expect(noteText({ code: "noise-in-other-units", white: 4095, sigma: 12, equivalent: 193 })).toBe(
    "16-bit with white at 4095, where noise of 12 is negligible: 12 of 255 corresponds to 193",
  );
  expect(noteText({ code: "other-scale", sourceSide: 32, side: 16 })).toBe(
    "not rescaled; the training images were scaled from 32 to 16 pixels. Scale images of the same microscope by 0.5 first",
  );
  expect(
    noteText({
      code: "other-photon-noise",
      stated: { gain: 2, offset: 0, read: 1 },
      model: { gain: 4.00049, offset: 0, read: 1 },
    }),
  ).toBe(
    "stabilized for gain=2,offset=0,read=1, but the model was trained for gain=4,offset=0,read=1 in gray levels of these files: use a model trained with the same values",
  );
  expect(
    noteText({
      code: "other-photon-noise",
      stated: { gain: 2, offset: 0, read: 1 },
      model: { gain: 4.00049, offset: 0, read: 1 },
      modelPixelType: "uint16",
    }),
  ).toBe(
    "scaled by its own percentiles, so that the model's noise is gain=4,offset=0,read=1 in its gray levels, not gain=2,offset=0,read=1: convert it to uint16, the pixel type of the training images",
  );
  expect(noteText({ code: "noise-below-model", minimum: 0.47312, isStabilized: false })).toContain(
    "(0.473 gray levels)",
  );
  expect(noteText({ code: "equal-samples" })).toMatch(/^denoised in a single step.* samples are equal/);
});
