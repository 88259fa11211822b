import { type CellImage, imageProcessor } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellPipeline } from "../../src/node.ts";
import { tinyModel } from "../tinyModel.ts";

const names = ["DAPI", "GFP", "actin", "mito"];
const ranges = [
  [0, 1],
  [-2, 3],
  [100, 4000],
  [0, 0.25],
] as const;

describe("a model of four channels of floating-point numbers", () => {
  let engine: Engine;
  let cells: CellPipeline;
  beforeAll(async () => {
    engine = await createEngine("onnx", { threads: 1 });
    const model = tinyModel({
      classes: ["red", "white"],
      network: { inChannels: 4, outChannels: 4 },
      card: { channels: 4, channelNames: names, pixelType: "float32", ranges, pixelSizeMicrometres: 0.5 },
    });
    cells = new CellPipeline(model, engine);
  });
  afterAll(async () => {
    await cells.dispose();
    await engine.dispose();
  });

  /** An image with values in and above the ranges. */
  const image = (): CellImage => {
    const data = Float32Array.from({ length: 8 * 8 * 4 }, (_, i) => {
      const [low, high] = ranges[i % 4]!;
      return low + (high - low) * (i === 42 ? 3 : ((i * 13) % 64) / 63);
    });
    return { width: 8, height: 8, channels: 4, channelNames: names, data };
  };

  it("generates images of its type, ranges, names and pixel size", async () => {
    const [generated] = await cells.generate({ count: 1, steps: 3, sampler: "ddim" });
    expect(generated).toMatchObject({ channels: 4, channelNames: names, pixelSizeMicrometres: 0.5 });
    expect(generated!.data).toBeInstanceOf(Float32Array);
    generated!.data.forEach((value, i) => {
      const [low, high] = ranges[i % 4]!;
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    });
  });

  it("denoises each channel on its range, and keeps values far above it", async () => {
    const given = image();
    const denoised = await cells.denoise(given, { noise: 0.001 });
    expect(denoised.data).toBeInstanceOf(Float32Array);
    expect(denoised.noisy.fields).toHaveLength(4);
    expect(denoised.channelNames).toEqual(names);
    expect(denoised.data[42]! / given.data[42]!).toBeCloseTo(1, 1);
  });

  it("inpaints, translates and interpolates", async () => {
    const given = image();
    const box = { left: 2, top: 2, width: 2, height: 2 };
    const preset = { sampler: "ddim", steps: 2, jumpLength: 1, resamplings: 1 } as const;
    const [filled] = await cells.inpaint(given, box, { samples: 1, preset, class: "red" });
    const changed = Array.from(given.data).flatMap((value, i) =>
      value === filled!.data[i] ? [] : [Math.floor(i / 4)],
    );
    expect(changed.every((pixel) => [18, 19, 26, 27].includes(pixel))).toBe(true);
    expect(changed.length).toBeGreaterThan(0);
    const [translated] = await cells.translate([given], { to: "white", from: "red", steps: 2 });
    expect(translated!.data).toHaveLength(256);
    expect(translated!.data.every((value) => Number.isFinite(value))).toBe(true);
    const frames = await cells.interpolate({ from: given, to: given, frames: 2, steps: 2 });
    expect(frames.map((frame) => frame.data.constructor)).toEqual([Float32Array, Float32Array]);
  });

  it("refuses images of other channels with both counts", async () => {
    const grey: CellImage = { width: 8, height: 8, channels: 1, data: new Float32Array(64) };
    await expect(cells.denoise(grey, { noise: 0.1 })).rejects.toThrow(
      "unsuitable for a model of 4 channels: it has 1",
    );
    expect(() => imageProcessor(cells.model.card).placement(grey)).toThrow("--select-channels");
  });
});
