import { type CellImage, imageProcessor } from "@cellgen/data";
import { randomStream } from "@cellgen/random";
import { expect, test } from "vitest";
import { scoreDenoised } from "../src/commands/denoise/denoiseScores.ts";
import { testCard } from "./testModel.ts";

const side = 24;
const noise = randomStream(0, "noise").fillNormal(new Float32Array(3 * side * side));
const clean: CellImage = {
  width: side,
  height: side,
  channels: 3,
  data: new Uint8Array(noise.length).fill(90),
};
const given: CellImage = { ...clean, data: Uint8Array.from(noise, (value) => Math.round(90 + 12 * value)) };
const noisy = imageProcessor(testCard()).noisy(given, { kind: "white", sigma: 12 });

test("every filter takes noise out of an even image", async () => {
  const { scores, filtered } = await scoreDenoised(noisy, given, clean, clean, new AbortController().signal);
  expect(scores.noisy.psnr).toBeCloseTo(20 * Math.log10(255 / 12), 0);
  expect(scores.model).toEqual({ psnr: Number.POSITIVE_INFINITY, ssim: 1 });
  for (const name of ["median", "gaussian", "totalVariation", "nonLocalMeans"] as const) {
    expect(scores[name].psnr).toBeGreaterThan(scores.noisy.psnr + 8);
    expect(filtered[name]).toMatchObject({ width: side, height: side, channels: 3 });
  }
});

test("a comparison can be stopped between two filters", async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  await expect(scoreDenoised(noisy, given, clean, clean, stop.signal)).rejects.toThrow(/abort/i);
});
