import { writeFile } from "node:fs/promises";
import { boxMask } from "@cellgen/data";
import { describe, expect, it } from "vitest";
import { loadPipeline, saveModel } from "../../src/node.ts";
import { tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { at, model, cellFile } = tiny;
const steps = 3;

describe("bad inputs are refused with the remedy:", () => {
  it("folders and engines", async () => {
    await expect(loadPipeline(at("nowhere"))).rejects.toMatchObject({ code: "ERR_NO_MODEL_FOLDER" });
    await expect(loadPipeline(at("cells"))).rejects.toMatchObject({ code: "ERR_NO_MODEL" });
    await saveModel(at("my-cells"), model);
    await expect(loadPipeline(at("my-cells"), { engine: "nothing" as "cpu" })).rejects.toThrow(/nothing/);
  });

  it("classes and numbers", async () => {
    await expect(tiny.cells.generate({ class: "blue" })).rejects.toThrow(
      'generate: class must be one of red, white, got "blue".',
    );
    await expect(tiny.cells.generate({ count: 0 })).rejects.toThrow(
      /count must be an integer of at least 1, got 0/,
    );
    expect(await tiny.cells.translate([], { to: "white" })).toEqual([]);
    await expect(tiny.cells.generate({ batchSize: 0 })).rejects.toThrow(/generate: batchSize must be/);
    const file = await cellFile("a.png");
    await expect(tiny.cells.denoise(file, { noise: -1 })).rejects.toThrow(
      /denoise: noise must be "auto", a number above 0/,
    );
    await expect(tiny.cells.denoise(file, { samples: 0 })).rejects.toThrow(/samples must be .* got 0/);
    await expect(tiny.cells.interpolate({ from: 1, to: 2, frames: 1 })).rejects.toThrow(
      "interpolate: frames must be an integer of at least 2, got 1.",
    );
    await expect(tiny.cells.translate(file, {})).rejects.toThrow(/to must be a class/);
    await expect(tiny.cells.interpolate({ from: 1, to: file })).rejects.toThrow(/two images or two seeds/);
    const preset = "best" as "good";
    const box = { left: 0, top: 0, width: 2, height: 2 };
    await expect(tiny.cells.inpaint(file, box, { samples: 0 })).rejects.toThrow(
      "inpaint: samples must be an integer of at least 1, got 0.",
    );
    await expect(tiny.cells.inpaint(file, box, { preset })).rejects.toThrow(
      /preset must be one of fast, good, paper/,
    );
  });

  it("inputs that are missing, as a program without types may", async () => {
    const missing = undefined as never;
    const file = await cellFile("a.png");
    await expect(tiny.cells.denoise(missing)).rejects.toThrow(
      /must be a file name or an image, got undefined/,
    );
    await expect(tiny.cells.inpaint(file, missing)).rejects.toThrow(/mask must be .* got undefined/);
    await expect(tiny.cells.translate(missing as string, { to: "white" })).rejects.toThrow(/got undefined/);
    expect(() => tiny.cells.interpolate({ from: 1 } as never)).toThrow(/must hold from and to/);
  });

  it("files, which are named", async () => {
    await writeFile(at("cells", "text.png"), "no image");
    await expect(tiny.cells.denoise(at("cells", "text.png"))).rejects.toThrow(/text\.png/);
    await expect(tiny.cells.denoise(at("cells", "none.png"))).rejects.toThrow(/none\.png/);
    const file = await cellFile("a.png");
    await expect(tiny.cells.denoise(file, { noise: 300 })).rejects.toThrow(
      /a\.png: noise must be less than the range/,
    );
    await expect(
      tiny.cells.inpaint(file, boxMask(8, 8, { left: 0, top: 0, width: 8, height: 8 })),
    ).rejects.toThrow(/a\.png: inpaint: mask must leave pixels known/);
    await expect(tiny.cells.inpaint(file, { left: 6, top: 0, width: 4, height: 4 })).rejects.toThrow(
      /a\.png: inpaint: box must lie within the image of 8x8/,
    );
    const small = await cellFile("small.png", { size: 1 });
    await expect(tiny.cells.translate([file, small], { to: "white", steps })).rejects.toMatchObject({
      name: "UnfitImageError",
      file: small,
      message: expect.stringMatching(/small\.png: image is 1x1, too small/),
    });
    await expect(tiny.cells.interpolate({ from: file, to: small, steps })).rejects.toThrow(
      /small\.png: image is/,
    );
    const [image] = await tiny.cells.generate({ steps });
    await expect(image!.save(at("cell.jpg"))).rejects.toThrow(/save: file must end in \.png, \.tif/);
    await expect(image!.save(at("none", "cell.png"))).rejects.toThrow(
      /cannot be written: .* Use a file in an existing/,
    );
  });

  it("a signal that was aborted ends it with its reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(tiny.cells.generate({ steps, signal })).rejects.toThrow("enough");
    await expect(tiny.cells.denoise(await cellFile("a.png"), { signal, noise: 20 })).rejects.toThrow(
      "enough",
    );
  });
});
