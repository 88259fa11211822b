import { readImage } from "@cellgen/data/node";
import { describe, expect, it } from "vitest";
import { pixels, tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { at, cellFile } = tiny;
const steps = 3;

describe("interpolate", () => {
  it("goes from image 0 of one seed to that of another", async () => {
    const frames = await tiny.cells.interpolate({ from: 3, to: 4, frames: 3, steps, class: "red" });
    expect(frames.map(({ position }) => position)).toEqual([0, 0.5, 1]);
    const sampler = "ddim";
    const [end] = await tiny.cells.generate({ seed: 3, steps, class: "red", sampler, batchSize: 3 });
    expect(pixels(frames[0]!)).toEqual(pixels(end!));
  });

  it("goes from file to file, and says how close the ends come back", async () => {
    const [from, to] = [await cellFile("a.png"), await cellFile("b.png", { index: 1 })];
    const frames = await tiny.cells.interpolate({ from, to, frames: 3, steps: 20, class: ["red", "white"] });
    expect(frames.map(({ psnr }) => psnr !== undefined)).toEqual([true, false, true]);
    for (const { psnr, warnings } of frames)
      expect(warnings.length).toBe(psnr !== undefined && psnr < 22 ? 1 : 0);
    await frames[1]!.save(at("frame.png"));
    expect(await readImage(at("frame.png"))).toMatchObject({ width: 8, height: 8 });
  });
});
