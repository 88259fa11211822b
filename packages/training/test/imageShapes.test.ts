import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadModel, loadPipeline } from "@cellgen/pipelines/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trainFolder } from "../src/node.ts";
import { brief, digests, writeCells } from "./runs.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-image-shapes-"));
  await writeCells(at("cells"), 12);
  await trainFolder(at("cells"), { ...brief, out: at("run"), size: "13x22" });
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

describe("a model of images of 13x22", () => {
  test("records the size, and resumes bit for bit", async () => {
    const { card, unet } = await loadModel(at("run"));
    expect([card.width, card.height, card.training["sourceSide"]]).toEqual([13, 22, 9]);
    expect(unet.config.sampleSize).toEqual([22, 13]);
    await trainFolder(at("cells"), {
      ...brief,
      out: at("parts"),
      size: "13x22",
      signal: undefined,
      steps: 8,
    });
    expect(await digests(at("parts"))).toEqual(await digests(at("run")));
  });

  test("generates images of its size and of other sizes, each by its own seed", async () => {
    const pipeline = await loadPipeline(at("run"), { engine: "onnx" });
    const options = { count: 2, seed: 3, steps: 2, batchSize: 1 } as const;
    const trained = await pipeline.generate(options);
    expect(trained.map(({ width, height }) => [width, height])).toEqual([
      [13, 22],
      [13, 22],
    ]);
    const wide = await pipeline.generate({ ...options, width: 31, height: 17 });
    expect(wide.map(({ width, height, data }) => [width, height, data.length])).toEqual([
      [31, 17, 31 * 17 * 3],
      [31, 17, 31 * 17 * 3],
    ]);
    const again = await pipeline.generate({ ...options, count: 1, width: 31, height: 17 });
    expect(again[0]!.data).toEqual(wide[0]!.data);
    await expect(pipeline.generate({ width: 1, height: 17 })).rejects.toThrow(
      "unet: height and width must be integers of at least 4 for 3 levels, got 17 x 1.",
    );
    await pipeline.dispose();
  });

  test("denoises, inpaints, translates and interpolates images", async () => {
    const pipeline = await loadPipeline(at("run"), { engine: "onnx" });
    const image = { width: 26, height: 44, channels: 3, data: new Uint8Array(26 * 44 * 3).fill(140) };
    for (let i = 0; i < image.data.length; i++) image.data[i]! += (i * 7919) % 13;
    const denoised = await pipeline.denoise(image, {
      noise: 4,
      steps: 2,
      samples: 1,
    });
    expect([denoised.width, denoised.height]).toEqual([26, 44]);
    const hole = { left: 8, top: 9, width: 5, height: 6 };
    const [filled] = await pipeline.inpaint(image, hole, { samples: 1, preset: "fast" });
    expect([filled!.width, filled!.height]).toEqual([26, 44]);
    const { width, height } = await pipeline.translate(image, { from: "class-0", to: "class-1", steps: 2 });
    expect([width, height]).toEqual([26, 44]);
    const frames = await pipeline.interpolate({ from: 0, to: 1, frames: 3, steps: 2 });
    expect(frames.map((frame) => [frame.width, frame.height])).toEqual([
      [13, 22],
      [13, 22],
      [13, 22],
    ]);
    await pipeline.dispose();
  });
});
