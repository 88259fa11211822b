import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { boxMask, type CellImage, imageProcessor, synthesizeCell } from "@cellgen/data";
import { openInputs, readImage, readStoredImage, writePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { psnr } from "@cellgen/metrics";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGenerator } from "../../src/index.ts";
import { CellPipeline, loadPipeline, saveModel } from "../../src/node.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

const folder = temporaryFolder();
const at = (...names: string[]): string => path.join(folder.path, ...names);
const model = tinyModel({ classes: ["red", "white"] });
const steps = 3;

let engine: Engine;
let cells: CellPipeline;
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
  cells = new CellPipeline(model, engine);
});
beforeEach(() => mkdir(at("cells")));
afterAll(async () => {
  await cells.dispose();
  await engine.dispose();
});

/** A grey image in a file. */
async function cellFile(name: string, { size = 8, index = 0 } = {}): Promise<string> {
  const { image } = synthesizeCell("smear", { size: 64, seed: 0, index });
  const data = Uint8Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)].map((place) => Math.floor((place * 64) / size));
    return image.data[3 * (64 * y! + x!)]!;
  });
  await writePng(at("cells", name), { width: size, height: size, channels: 1, data });
  return at("cells", name);
}

const pixels = ({ data }: CellImage): number[] => [...data];

describe("the program of three lines", () => {
  it("generates the images of createGenerator, and saves them as the training images are", async () => {
    await saveModel(at("my-cells"), model);
    const loaded = await loadPipeline(at("my-cells"), { engine: "onnx", threads: 1 });
    const images = await loaded.generate({ count: 3, seed: 5, steps });
    await images[0]!.save(at("cell.png"));
    const generator = await createGenerator(model, engine, { batchSize: 8 });
    const expected: CellImage[] = [];
    const options = { count: 3, seed: 5, steps, labels: (index: number) => index % 2 };
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
      const images = await cells.generate({ ...options, batchSize: 2, precision: "int8", calibration });
      const generator = await createGenerator(model, engine, {
        batchSize: 2,
        precision: "int8",
        calibration,
      });
      const expected: number[][] = [];
      const labels = (index: number) => index;
      for await (const { values } of generator.generate({ ...options, labels })) expected.push([...values]);
      await generator.dispose();
      expect(images.map(({ values }) => [...values])).toEqual(expected);
    }
  });

  it("gives each image as soon as it is there, and computes no more than are asked for", async () => {
    let calls = 0;
    const list = cells.generate({ count: 9, steps, batchSize: 3, onProgress: () => void calls++ });
    for await (const image of list) if (image.index === 1) break;
    expect(calls).toBe(steps);
    expect(await cells.generate({ count: 2, steps, class: "white" })).toMatchObject([
      { index: 0, class: "white" },
      { index: 1, class: "white" },
    ]);
  });
});

describe("an engine", () => {
  it("that was given stays the caller's; one that was started is freed", async () => {
    await saveModel(at("my-cells"), model);
    const given = await loadPipeline(at("my-cells"), { engine });
    await given.generate({ steps });
    await given.dispose();
    expect(await cells.generate({ steps })).toHaveLength(1);
    const started = await loadPipeline(at("my-cells"), { engine: "onnx", threads: 1 });
    await started[Symbol.asyncDispose]();
    await expect(started.generate({ steps })).rejects.toThrow(/was disposed. Load it again/);
    await expect(started.engine.compile(() => ({}), {})).rejects.toThrow();
  });

  it("compiles a network once for all uses of a batch size, keeps few, and frees all", async () => {
    const counts = { compiled: 0, freed: 0 };
    const counting: Engine = {
      ...engine,
      name: engine.name,
      description: engine.description,
      compile: async (...given) => {
        counts.compiled++;
        const run = await engine.compile(...given);
        return Object.assign((...inputs: Parameters<typeof run>) => run(...inputs), {
          outputs: run.outputs,
          dispose: async () => {
            counts.freed++;
            await run.dispose();
          },
        });
      },
    };
    const counted = new CellPipeline(model, counting);
    await counted.generate({ count: 2, steps, batchSize: 2 });
    await counted.generate({ count: 2, steps, batchSize: 2 });
    await counted.interpolate({ from: 1, to: 2, frames: 2, steps });
    expect(counts).toEqual({ compiled: 1, freed: 0 });
    for (const batchSize of [3, 4, 5]) await counted.generate({ steps, batchSize });
    expect(counts).toEqual({ compiled: 4, freed: 1 });
    await counted.dispose();
    expect(counts).toEqual({ compiled: 4, freed: 4 });
  });
});

it("uses at the same time give what they give one after the other, also one inside the other", async () => {
  const file = await cellFile("a.png");
  const options = { count: 3, steps, batchSize: 2 };
  const first = await cells.generate(options);
  const second = await cells.generate({ ...options, seed: 1 });
  const clean = await cells.denoise(file, { noise: 20 });
  const together = await Promise.all([
    cells.generate(options),
    cells.generate({ ...options, seed: 1 }),
    cells.denoise(file, { noise: 20 }),
  ]);
  expect(together[0].map(pixels)).toEqual(first.map(pixels));
  expect(together[1].map(pixels)).toEqual(second.map(pixels));
  expect(pixels(together[2])).toEqual(pixels(clean));
  for await (const image of cells.generate(options)) {
    const inner = await cells.generate({ ...options, seed: 1 });
    expect(inner.map(pixels)).toEqual(second.map(pixels));
    expect(pixels(image)).toEqual(pixels(first[image.index]!));
  }
});

describe("denoise", () => {
  it("gives an image of the file's size and type, and says what speaks against it", async () => {
    const grey = Uint8Array.from({ length: 12 * 9 }, (_, i) => (i * 37) % 251);
    const data = Uint8Array.from({ length: 3 * 12 * 9 }, (_, i) => grey[Math.floor(i / 3)]!);
    await writePng(at("noisy.png"), { width: 12, height: 9, channels: 3, data });
    const clean = await cells.denoise(at("noisy.png"), { noise: 30 });
    expect(clean).toMatchObject({ width: 12, height: 9, channels: 3, looksClean: false });
    expect(clean.warnings.map(({ code }) => code)).toEqual(["residual-too-weak"]);
    await clean.save(at("clean.png"));
    expect((await readStoredImage(at("clean.png"))).image.channels).toBe(3);
    const greyOf = pixels(clean).filter((_, i) => i % 3 === 0);
    expect(pixels(await readImage(at("clean.png")))).toEqual(greyOf);
  });

  it("gives samples, and their uncertainty as an image", async () => {
    const file = await cellFile("a.png");
    const { images, uncertainty } = await cells.denoise(file, { noise: 30, mode: "sample", samples: 2 });
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
    const { comparison, ...clean } = await cells.denoise(file, { noise: 20, reference: file });
    expect(comparison!.scores.noisy.psnr).toBe(Number.POSITIVE_INFINITY);
    expect(comparison!.scores.model.psnr).toBeCloseTo(psnr(clean.data, reference.data, 255), 9);
    expect(Object.keys(comparison!.filtered)).toEqual([
      "median",
      "gaussian",
      "totalVariation",
      "nonLocalMeans",
    ]);
    const large = await cellFile("b.png", { size: 16 });
    await expect(cells.denoise(file, { reference: large })).rejects.toThrow(
      /reference must be 8x8x1 in 8 bits/,
    );
    expect((await cells.denoise(file, { noise: 20 })).comparison).toBeUndefined();
  });

  it("takes an image without a file, and a camera's noise", async () => {
    const file = await cellFile("a.png", { size: 16 });
    const clean = await cells.denoise(await readImage(file), { noise: { gain: 2, offset: 3 } });
    expect(clean.notes.map(({ code }) => code)).toContain("photon-noise-in-plain-model");
    expect(pixels(await cells.denoise(file, { noise: { gain: 2, offset: 3 } }))).toEqual(pixels(clean));
  });
});

describe("inpaint", () => {
  it("keeps every known pixel, by a mask, a mask's file, or a rectangle", async () => {
    const file = await cellFile("a.png");
    const input = await readImage(file);
    const box = { left: 2, top: 3, width: 4, height: 2 };
    const mask = boxMask(8, 8, box);
    const white = { width: 8, height: 8, channels: 1, data: mask.fill.map((fill) => 255 * fill) } as const;
    await writePng(at("mask.png"), white);
    const preset = { sampler: "ddim", steps: 4, jumpLength: 1, resamplings: 1 } as const;
    const options = { samples: 2, preset };
    const completions = await cells.inpaint(file, mask, options);
    expect(completions).toHaveLength(2);
    for (const { data } of completions) {
      expect([...data].filter((value, i) => value !== input.data[i] && mask.fill[i] === 0)).toEqual([]);
    }
    expect(pixels(completions[0]!)).not.toEqual(pixels(completions[1]!));
    for (const other of [at("mask.png"), openInputs([at("mask.png")])[0]!, white, box]) {
      const same = await cells.inpaint(file, other, options);
      expect(same.map(pixels)).toEqual(completions.map(pixels));
    }
    await completions[1]!.save(at("filled.png"));
    expect(pixels(await readImage(at("filled.png")))).toEqual(pixels(completions[1]!));
  });

  it("scales a 16-bit image by its brightest pixel, also where it is masked", async () => {
    const data = Uint16Array.from({ length: 64 }, (_, i) => (i === 27 ? 60_000 : 500 + i));
    const image: CellImage = { width: 8, height: 8, channels: 1, data };
    const box = { left: 3, top: 3, width: 2, height: 2 };
    const preset = { sampler: "ddim", steps: 2, jumpLength: 1, resamplings: 1 } as const;
    const [own] = await cells.inpaint(image, box, { samples: 1, preset });
    const [given] = await cells.inpaint(image, box, { samples: 1, preset, brightest: 60_000 });
    const [dim] = await cells.inpaint(image, box, { samples: 1, preset, brightest: 563 });
    expect(pixels(own!)).toEqual(pixels(given!));
    expect(pixels(own!)).not.toEqual(pixels(dim!));
  });

  it("works around the mask in a large field, and says so", async () => {
    const file = await cellFile("field.png", { size: 64 });
    const box = { left: 20, top: 20, width: 4, height: 4 };
    const preset = { sampler: "ddim", steps: 2, jumpLength: 1, resamplings: 1 } as const;
    const [completion] = await cells.inpaint(file, box, { samples: 1, preset, class: "red" });
    expect(completion).toMatchObject({ width: 64, window: { width: 8, height: 8 } });
    expect(completion!.notes).toContainEqual({ code: "inpainted-in-window", width: 8, height: 8 });
  });
});

describe("translate", () => {
  it("gives one image for one, several for several, with the judge's verdict", async () => {
    const files = [await cellFile("a.png"), await cellFile("b.png", { index: 1, size: 16 })];
    const judge = async (images: readonly unknown[]) =>
      images.map(() => ({ label: 0, probabilities: Float32Array.of(0.7, 0.3) }));
    const options = { to: "white", from: "red", steps, judge };
    const both = await cells.translate(files, options);
    expect(both.map(({ width, index }) => [width, index])).toEqual([
      [8, 0],
      [16, 1],
    ]);
    expect(both[1]!.notes.map(({ code }) => code)).toEqual(["resized"]);
    expect(both[0]!.warnings).toMatchObject([
      { code: "class-not-reached", message: expect.stringMatching(/recognises red, not white/) },
    ]);
    const one = await cells.translate(files[0]!, { ...options, batchSize: 2 });
    expect(pixels(one)).toEqual(pixels(both[0]!));
    expect(one.structure.edges).toBeGreaterThan(-1);
  });

  it("translates images of several classes, each as among those of its own class", async () => {
    const files = [
      await cellFile("a.png"),
      await cellFile("b.png", { index: 1 }),
      await cellFile("c.png", { index: 2 }),
    ];
    const options = { to: "white", steps, batchSize: 2 };
    const calls: number[][] = [];
    const all = await cells.translate(files, {
      ...options,
      from: ["red", undefined, "red"],
      onProgress: ({ calls: done, totalCalls, batch, batches }) => {
        calls.push([done, totalCalls, batch, batches]);
      },
    });
    expect(all.map(({ position, index }) => [position, index])).toEqual([
      [0, 0],
      [2, 1],
      [1, 0],
    ]);
    const reds = await cells.translate([files[0]!, files[2]!], { ...options, from: "red" });
    const others = await cells.translate([files[1]!], options);
    expect(all.map(pixels)).toEqual([...reds, ...others].map(pixels));
    expect(calls.map(([done]) => done)).toEqual(calls.map((_, k) => k + 1));
    expect(calls.at(-1)).toEqual([calls.length, calls.length, 2, 2]);
    await expect(cells.translate(files, { ...options, from: ["red"] })).rejects.toThrow(
      /from must name the class of each of 3 images, got 1 names/,
    );
  });
});

describe("interpolate", () => {
  it("goes from image 0 of one seed to that of another", async () => {
    const frames = await cells.interpolate({ from: 3, to: 4, frames: 3, steps, class: "red" });
    expect(frames.map(({ position }) => position)).toEqual([0, 0.5, 1]);
    const sampler = "ddim";
    const [end] = await cells.generate({ seed: 3, steps, class: "red", sampler, batchSize: 3 });
    expect(pixels(frames[0]!)).toEqual(pixels(end!));
  });

  it("goes from file to file, and says how close the ends come back", async () => {
    const [from, to] = [await cellFile("a.png"), await cellFile("b.png", { index: 1 })];
    const frames = await cells.interpolate({ from, to, frames: 3, steps: 20, class: ["red", "white"] });
    expect(frames.map(({ psnr }) => psnr !== undefined)).toEqual([true, false, true]);
    for (const { psnr, warnings } of frames)
      expect(warnings.length).toBe(psnr !== undefined && psnr < 22 ? 1 : 0);
    await frames[1]!.save(at("frame.png"));
    expect(await readImage(at("frame.png"))).toMatchObject({ width: 8, height: 8 });
  });
});

describe("bad inputs are refused with the remedy:", () => {
  it("folders and engines", async () => {
    await expect(loadPipeline(at("nowhere"))).rejects.toMatchObject({ code: "ERR_NO_MODEL_FOLDER" });
    await expect(loadPipeline(at("cells"))).rejects.toMatchObject({ code: "ERR_NO_MODEL" });
    await saveModel(at("my-cells"), model);
    await expect(loadPipeline(at("my-cells"), { engine: "nothing" as "cpu" })).rejects.toThrow(/nothing/);
  });

  it("classes and numbers", async () => {
    await expect(cells.generate({ class: "blue" })).rejects.toThrow(
      'generate: class must be one of red, white, got "blue".',
    );
    await expect(cells.generate({ count: 0 })).rejects.toThrow(/count must be a whole number from 1, got 0/);
    expect(await cells.translate([], { to: "white" })).toEqual([]);
    await expect(cells.generate({ batchSize: 0 })).rejects.toThrow(/generate: batchSize must be/);
    const file = await cellFile("a.png");
    await expect(cells.denoise(file, { noise: -1 })).rejects.toThrow(
      /denoise: noise must be "auto", a number above 0/,
    );
    await expect(cells.denoise(file, { samples: 0 })).rejects.toThrow(/samples must be .* got 0/);
    await expect(cells.interpolate({ from: 1, to: 2, frames: 1 })).rejects.toThrow(
      "interpolate: frames must be a whole number from 2, got 1.",
    );
    await expect(cells.translate(file, {})).rejects.toThrow(/to must be a class/);
    await expect(cells.interpolate({ from: 1, to: file })).rejects.toThrow(/two images or two seeds/);
    const preset = "best" as "good";
    const box = { left: 0, top: 0, width: 2, height: 2 };
    await expect(cells.inpaint(file, box, { samples: 0 })).rejects.toThrow(
      "inpaint: samples must be a whole number from 1, got 0.",
    );
    await expect(cells.inpaint(file, box, { preset })).rejects.toThrow(
      /preset must be one of fast, good, paper/,
    );
  });

  it("inputs that are missing, as a program without types may", async () => {
    const missing = undefined as never;
    const file = await cellFile("a.png");
    await expect(cells.denoise(missing)).rejects.toThrow(/must be a file name or an image, got undefined/);
    await expect(cells.inpaint(file, missing)).rejects.toThrow(/mask must be .* got undefined/);
    await expect(cells.translate(missing as string, { to: "white" })).rejects.toThrow(/got undefined/);
    expect(() => cells.interpolate({ from: 1 } as never)).toThrow(/must hold from and to/);
  });

  it("files, which are named", async () => {
    await writeFile(at("cells", "text.png"), "no image");
    await expect(cells.denoise(at("cells", "text.png"))).rejects.toThrow(/text\.png/);
    await expect(cells.denoise(at("cells", "none.png"))).rejects.toThrow(/none\.png/);
    const file = await cellFile("a.png");
    await expect(cells.denoise(file, { noise: 300 })).rejects.toThrow(
      /a\.png: noise must be less than the range/,
    );
    await expect(
      cells.inpaint(file, boxMask(8, 8, { left: 0, top: 0, width: 8, height: 8 })),
    ).rejects.toThrow(/a\.png: inpaint: mask must leave pixels known/);
    await expect(cells.inpaint(file, { left: 6, top: 0, width: 4, height: 4 })).rejects.toThrow(
      /a\.png: inpaint: box must lie in the image of 8x8/,
    );
    const small = await cellFile("small.png", { size: 1 });
    await expect(cells.translate([file, small], { to: "white", steps })).rejects.toMatchObject({
      name: "UnfitImageError",
      file: small,
      message: expect.stringMatching(/small\.png: image is 1x1, too small/),
    });
    await expect(cells.interpolate({ from: file, to: small, steps })).rejects.toThrow(/small\.png: image is/);
    const [image] = await cells.generate({ steps });
    await expect(image!.save(at("cell.jpg"))).rejects.toThrow(/save: file must end in \.png, got/);
    await expect(image!.save(at("none", "cell.png"))).rejects.toThrow(
      /cannot be written: .* Give a file in a folder/,
    );
  });

  it("a signal that was aborted ends it with its reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(cells.generate({ steps, signal })).rejects.toThrow("enough");
    await expect(cells.denoise(await cellFile("a.png"), { signal, noise: 20 })).rejects.toThrow("enough");
  });
});
