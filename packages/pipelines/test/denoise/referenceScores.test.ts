import { type CellImage, imageProcessor } from "@cellgen/data";
import { expect, test } from "vitest";
import { bestFilter, referenceScores } from "../../src/denoise/referenceScores.ts";
import { meanReferenceScores } from "../../src/index.ts";
import { normalValues } from "../normalValues.ts";

const side = 24;
const noise = normalValues(0, 3 * side * side);
const clean: CellImage = {
  width: side,
  height: side,
  channels: 3,
  data: new Uint8Array(noise.length).fill(90),
};
const given: CellImage = { ...clean, data: Uint8Array.from(noise, (value) => Math.round(90 + 12 * value)) };
const format = {
  height: 16,
  width: 16,
  channels: 3,
  pixelType: "uint8",
  ranges: new Array(3).fill([0, 255]),
} as const;
const noisy = imageProcessor(format).noisy(given, { kind: "white", sigma: 12 });

test("every filter takes noise out of an even image", async () => {
  const { scores, filtered } = await referenceScores(noisy, given, clean, clean);
  expect(scores.noisy.psnr).toBeCloseTo(20 * Math.log10(255 / 12), 0);
  expect(scores.model).toEqual({ psnr: Number.POSITIVE_INFINITY, ssim: 1 });
  for (const name of ["median", "gaussian", "totalVariation", "nonLocalMeans"] as const) {
    expect(scores[name].psnr).toBeGreaterThan(scores.noisy.psnr + 8);
    expect(filtered[name]).toMatchObject({ width: side, height: side, channels: 3 });
    expect(scores[bestFilter(scores)].psnr).toBeGreaterThanOrEqual(scores[name].psnr);
  }
});

test("a comparison can be stopped between two filters", async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  await expect(referenceScores(noisy, given, clean, clean, stop.signal)).rejects.toThrow(/abort/i);
});

test("a reference of another size or depth is refused", async () => {
  const deep = { ...clean, data: new Uint16Array(noise.length) };
  await expect(referenceScores(noisy, given, clean, deep)).rejects.toThrow(
    "denoise: reference must be 24x24x3 in 8 bits, like the image, got 24x24x3 in 16 bits.",
  );
});

test("mean scores are those of each method, SSIM over the images that have one", () => {
  const scores = (psnr: number, ssim?: number) => {
    const score = { psnr, ...(ssim === undefined ? {} : { ssim }) };
    return {
      scores: {
        noisy: score,
        model: score,
        median: score,
        gaussian: score,
        totalVariation: score,
        nonLocalMeans: score,
      },
    };
  };
  const means = meanReferenceScores([scores(20), scores(30, 0.5)]);
  expect(Object.keys(means)).toEqual([
    "noisy",
    "model",
    "median",
    "gaussian",
    "totalVariation",
    "nonLocalMeans",
  ]);
  expect(means.model).toEqual({ psnr: 25, ssim: 0.5 });
});
