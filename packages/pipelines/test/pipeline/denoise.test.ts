import { readImage, readStoredImage, writePng } from "@cellgen/data/node";
import { psnr } from "@cellgen/metrics";
import { describe, expect, it } from "vitest";
import { pixels, tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { at, cellFile } = tiny;

describe("denoise", () => {
  it("gives an image of the file's size and type, and says what speaks against it", async () => {
    const grey = Uint8Array.from({ length: 12 * 9 }, (_, i) => (i * 37) % 251);
    const data = Uint8Array.from({ length: 3 * 12 * 9 }, (_, i) => grey[Math.floor(i / 3)]!);
    await writePng(at("noisy.png"), { width: 12, height: 9, channels: 3, data });
    const clean = await tiny.cells.denoise(at("noisy.png"), { noise: 30 });
    expect(clean).toMatchObject({ width: 12, height: 9, channels: 3, looksClean: false });
    expect(clean.warnings.map(({ code }) => code)).toEqual(["residual-too-weak"]);
    await clean.save(at("clean.png"));
    expect((await readStoredImage(at("clean.png"))).image.channels).toBe(3);
    const greyOf = pixels(clean).filter((_, i) => i % 3 === 0);
    expect(pixels(await readImage(at("clean.png")))).toEqual(greyOf);
  });

  it("gives samples, and their uncertainty as an image", async () => {
    const file = await cellFile("a.png");
    const { images, uncertainty } = await tiny.cells.denoise(file, { noise: 30, mode: "sample", samples: 2 });
    expect(images).toHaveLength(2);
    expect(pixels(images[0]!)).not.toEqual(pixels(images[1]!));
    await uncertainty!.save(at("uncertainty.png"));
    const map = await readImage(at("uncertainty.png"));
    expect(map.data).toBeInstanceOf(Uint16Array);
    const squares = Array.from(map.data, (value) => (value / 256) ** 2);
    const rms = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(rms).toBeCloseTo(uncertainty!.rootMeanSquare, 1);
  });

  it("compares the result with classical filters, given a reference", async () => {
    const file = await cellFile("a.png");
    const reference = await readImage(file);
    const { comparison, ...clean } = await tiny.cells.denoise(file, { noise: 20, reference: file });
    expect(comparison!.scores.noisy.psnr).toBe(Number.POSITIVE_INFINITY);
    expect(comparison!.scores.model.psnr).toBeCloseTo(psnr(clean.data, reference.data, 255), 9);
    expect(Object.keys(comparison!.filtered)).toEqual([
      "median",
      "gaussian",
      "totalVariation",
      "nonLocalMeans",
    ]);
    const large = await cellFile("b.png", { size: 16 });
    await expect(tiny.cells.denoise(file, { reference: large })).rejects.toThrow(
      /reference must be 8x8x1 in 8 bits/,
    );
    expect((await tiny.cells.denoise(file, { noise: 20 })).comparison).toBeUndefined();
  });

  it("takes an image without a file, and a camera's noise", async () => {
    const file = await cellFile("a.png", { size: 16 });
    const clean = await tiny.cells.denoise(await readImage(file), { noise: { gain: 2, offset: 3 } });
    expect(clean.notes.map(({ code }) => code)).toContain("photon-noise-in-plain-model");
    expect(pixels(await tiny.cells.denoise(file, { noise: { gain: 2, offset: 3 } }))).toEqual(pixels(clean));
  });
});
