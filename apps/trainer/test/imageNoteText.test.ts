import { expect, test } from "vitest";
import { imageNoteText, noiseWarningText } from "../src/report/imageNoteText.ts";

test("notes on fitting follow the name of a file", () => {
  expect(
    imageNoteText({ code: "bit-depth", bitDepth: 16, modelBitDepth: 8, white: 65535, modelWhite: 255 }),
  ).toBe("of 16 bits, the model of 8: 0 to 65535 was taken for 0 to 255");
  const resized = { code: "resized", width: 64, height: 64, modelWidth: 32, modelHeight: 32 } as const;
  expect(imageNoteText({ ...resized, reduction: 2 })).toBe(
    "worked on at the model's 32x32, from 64x64 pixels",
  );
  expect(imageNoteText({ ...resized, reduction: 20 })).toMatch(
    /a pixel is 20 of the file's: cut single cells out/,
  );
  expect(imageNoteText({ code: "clipped", share: 0.12 })).toMatch(
    /^darker or brighter than what the model knows in 12% of the values/,
  );
});

test("notes on noise name the flag, and round what they quote", () => {
  expect(imageNoteText({ code: "noise-in-other-units", white: 4095, sigma: 12, equivalent: 193 })).toBe(
    "of 16 bits with white at 4095, where noise of 12 is hardly any: what is 12 of 255 is 193 there",
  );
  expect(imageNoteText({ code: "other-scale", sourceSide: 32, side: 16 })).toBe(
    "denoised at the file's own scale, while the model has learnt images that were scaled from 32 to 16 pixels: what comes from the same microscope should be scaled to 0.5 of its size first",
  );
  expect(imageNoteText({ code: "white-noise-in-stabilised-model" })).toMatch(/--noise gain=/);
  expect(imageNoteText({ code: "photon-noise-in-plain-model" })).toMatch(/--stabilise/);
  expect(
    imageNoteText({
      code: "other-photon-noise",
      stated: { gain: 2, offset: 0, read: 1 },
      model: { gain: 4.00049, offset: 0, read: 1 },
    }),
  ).toBe(
    "stabilised for gain=2,offset=0,read=1, the model trained for gain=4,offset=0,read=1 in these files' grey levels: one trained with the same does better",
  );
});

test("a warning about the noise says by how much, and what it means", () => {
  expect(noiseWarningText({ code: "noise-stronger-than-stated", ratio: 1.9 })).toMatch(
    /^The noise looks 1\.90 times as strong as stated: unless/,
  );
  expect(noiseWarningText({ code: "noise-weaker-than-stated", ratio: 0.5 })).toMatch(
    /^The noise looks 0\.50 times as strong as stated: fine detail/,
  );
});
