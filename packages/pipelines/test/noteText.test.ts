import { expect, test } from "vitest";
import { noteText } from "../src/index.ts";

test("notes on fitting follow the name of a file", () => {
  expect(noteText({ code: "bit-depth", bitDepth: 16, modelBitDepth: 8, white: 65535, modelWhite: 255 })).toBe(
    "of 16 bits, the model of 8: 0 to 65535 was taken for 0 to 255",
  );
  const resized = { code: "resized", width: 64, height: 64, modelWidth: 32, modelHeight: 32 } as const;
  expect(noteText({ ...resized, reduction: 2 })).toBe("resized from 64x64 to the model's 32x32 pixels");
  expect(noteText({ ...resized, reduction: 20 })).toMatch(/reduced by a factor of 20: crop single cells/);
  expect(noteText({ code: "clipped", share: 0.12 })).toMatch(
    /^outside the model's value range in 12% of the values/,
  );
});

test("notes on noise round what they quote", () => {
  expect(noteText({ code: "noise-in-other-units", white: 4095, sigma: 12, equivalent: 193 })).toBe(
    "of 16 bits with white at 4095, where noise of 12 is hardly any: what is 12 of 255 is 193 there",
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
    "stabilised for gain=2,offset=0,read=1, the model trained for gain=4,offset=0,read=1 in these files' grey levels: use a model trained with the same",
  );
  expect(noteText({ code: "noise-below-model", minimum: 0.47312, isStabilized: false })).toContain(
    "(0.473 grey levels)",
  );
});
