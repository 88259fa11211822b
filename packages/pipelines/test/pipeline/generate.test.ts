import { type CellImage, imageProcessor } from "@cellgen/data";
import { readImage } from "@cellgen/data/node";
import { describe, expect, it } from "vitest";
import { createGenerator } from "../../src/index.ts";
import { loadPipeline, saveModel } from "../../src/node.ts";
import { pixels, tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { at, model, cellFile } = tiny;
const steps = 3;

describe("the program of three lines", () => {
  it("generates the images of createGenerator, and saves them as the training images are", async () => {
    await saveModel(at("my-cells"), model);
    const loaded = await loadPipeline(at("my-cells"), { engine: "onnx", threads: 1 });
    const images = await loaded.generate({ count: 3, seed: 5, steps });
    await images[0]!.save(at("cell.png"));
    const generator = await createGenerator(model, tiny.engine, { batchSize: 8 });
    const expected: CellImage[] = [];
    const options = { count: 3, seed: 5, steps, class: (index: number) => index % 2 };
    for await (const { values } of generator.generate(options)) {
      expected.push(imageProcessor(model.card).toImage(values));
    }
    await generator.dispose();
    expect(images.map(pixels)).toEqual(expected.map(pixels));
    expect(images.map((image) => image.class)).toEqual(["red", "white", "red"]);
    expect(await readImage(at("cell.png"))).toMatchObject({ width: 8, height: 8, channels: 1 });
    expect(pixels(await readImage(at("cell.png")))).toEqual(pixels(expected[0]!));
    await loaded.dispose();
  });

  it("calibrates int8 on the images that are given, as createGenerator does", async () => {
    const calibrations = [1, -1].map((sign) => [
      {
        values: new Float32Array(64).map((_, i) => (sign * i) / 64),
        height: 8,
        width: 8,
        channels: 1,
        label: 0,
      },
    ]);
    const options = { count: 2, seed: 1, steps };
    for (const calibration of calibrations) {
      const images = await tiny.cells.generate({ ...options, batchSize: 2, precision: "int8", calibration });
      const generator = await createGenerator(model, tiny.engine, {
        batchSize: 2,
        precision: "int8",
        calibration,
      });
      const expected: number[][] = [];
      const labels = (index: number) => index;
      for await (const { values } of generator.generate({ ...options, class: labels }))
        expected.push([...values]);
      await generator.dispose();
      expect(images.map(({ values }) => [...values])).toEqual(expected);
    }
  });

  it("gives each image as soon as it is there, and computes no more than are asked for", async () => {
    let calls = 0;
    const list = tiny.cells.generate({ count: 9, steps, batchSize: 3, onProgress: () => void calls++ });
    for await (const image of list) if (image.index === 1) break;
    expect(calls).toBe(steps);
    expect(await tiny.cells.generate({ count: 2, steps, class: "white" })).toMatchObject([
      { index: 0, class: "white" },
      { index: 1, class: "white" },
    ]);
  });
});

it("uses at the same time give what they give one after the other, also one inside the other", async () => {
  const file = await cellFile("a.png");
  const options = { count: 3, steps, batchSize: 2 };
  const first = await tiny.cells.generate(options);
  const second = await tiny.cells.generate({ ...options, seed: 1 });
  const clean = await tiny.cells.denoise(file, { noise: 20 });
  const together = await Promise.all([
    tiny.cells.generate(options),
    tiny.cells.generate({ ...options, seed: 1 }),
    tiny.cells.denoise(file, { noise: 20 }),
  ]);
  expect(together[0].map(pixels)).toEqual(first.map(pixels));
  expect(together[1].map(pixels)).toEqual(second.map(pixels));
  expect(pixels(together[2])).toEqual(pixels(clean));
  for await (const image of tiny.cells.generate(options)) {
    const inner = await tiny.cells.generate({ ...options, seed: 1 });
    expect(inner.map(pixels)).toEqual(second.map(pixels));
    expect(pixels(image)).toEqual(pixels(first[image.index]!));
  }
});
