import { boxMask, type CellImage, measureRanges } from "@cellgen/data";
import { openInputs, readImage, writePng } from "@cellgen/data/node";
import { describe, expect, it } from "vitest";
import { readInpaintRegion } from "../../src/node.ts";
import { pixels, tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { at, cellFile } = tiny;

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
    const completions = await tiny.cells.inpaint(file, mask, options);
    expect(completions).toHaveLength(2);
    for (const { data } of completions) {
      expect([...data].filter((value, i) => value !== input.data[i] && mask.fill[i] === 0)).toEqual([]);
    }
    expect(pixels(completions[0]!)).not.toEqual(pixels(completions[1]!));
    const region = await readInpaintRegion(at("mask.png"), input, tiny.cells.model.card);
    for (const other of [at("mask.png"), openInputs([at("mask.png")])[0]!, white, box, region]) {
      const same = await tiny.cells.inpaint(file, other, options);
      expect(same.map(pixels)).toEqual(completions.map(pixels));
    }
    const small = { width: 7, height: 8, channels: 1, data: new Uint8Array(56) } as const;
    await expect(tiny.cells.inpaint(small, region, options)).rejects.toThrow(
      expect.objectContaining({ code: "ERR_MASK_SIZE" }),
    );
    await completions[1]!.save(at("filled.png"));
    expect(pixels(await readImage(at("filled.png")))).toEqual(pixels(completions[1]!));
  });

  it("scales a 16-bit image by its pixels, also where they are masked, or by all inputs", async () => {
    const data = Uint16Array.from({ length: 64 }, (_, i) => (i === 27 ? 60_000 : 500 + i));
    const image: CellImage = { width: 8, height: 8, channels: 1, data };
    const box = { left: 3, top: 3, width: 2, height: 2 };
    const preset = { sampler: "ddim", steps: 2, jumpLength: 1, resamplings: 1 } as const;
    const [own] = await tiny.cells.inpaint(image, box, { samples: 1, preset });
    const [given] = await tiny.cells.inpaint(image, box, {
      samples: 1,
      preset,
      inputRanges: measureRanges([image]),
    });
    const dimmer: CellImage = { ...image, data: data.map((value) => Math.min(value, 563)) };
    const inputRanges = measureRanges([dimmer]);
    const [dim] = await tiny.cells.inpaint(image, box, { samples: 1, preset, inputRanges });
    expect(pixels(own!)).toEqual(pixels(given!));
    expect(pixels(own!)).not.toEqual(pixels(dim!));
  });

  it("works around the mask in a large field, and says so", async () => {
    const file = await cellFile("field.png", { size: 64 });
    const box = { left: 20, top: 20, width: 4, height: 4 };
    const preset = { sampler: "ddim", steps: 2, jumpLength: 1, resamplings: 1 } as const;
    const [completion] = await tiny.cells.inpaint(file, box, { samples: 1, preset, class: "red" });
    expect(completion).toMatchObject({ width: 64, window: { width: 8, height: 8 } });
    expect(completion!.notes).toContainEqual({ code: "inpainted-in-window", width: 8, height: 8 });
  });
});
