import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createInpainter,
  type DiffusionModel,
  type Inpainter,
  type InpaintOptions,
  type UnitImage,
} from "../../src/index.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { count: 1, seed: 7, sampler: "ddpm", steps: 4, jumpLength: 2, resamplings: 2 } as const;
const image: UnitImage = {
  values: Float32Array.from({ length: 64 }, (_, i) => Math.fround(Math.sin(i))),
  height: 8,
  width: 8,
  channels: 1,
};
/** A hole of 3 x 4 pixels. */
const mask = Uint8Array.from({ length: 64 }, (_, i) => Number(i % 8 >= 2 && i % 8 < 6 && i >= 16 && i < 40));
const plain = tinyModel();
const conditional = tinyModel({ classes: ["red", "white"] });

let engine: Engine;
const inpainters: Inpainter[] = [];
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const inpainter of inpainters) await inpainter.dispose();
  await engine.dispose();
});

async function inpainterOf(model: DiffusionModel): Promise<Inpainter> {
  const inpainter = await createInpainter(model, engine, { batchSize: 3 });
  inpainters.push(inpainter);
  return inpainter;
}

describe("what cannot be inpainted is refused at once", () => {
  const changed = (values: ArrayLike<number>) => ({ ...image, values: Float32Array.from(values) });
  it.each<[string, UnitImage, Uint8Array, Partial<InpaintOptions>, string]>([
    [
      "an image of another size",
      { ...image, height: 4, width: 16 },
      mask,
      {},
      "inpaint: image must be 8 x 8 x 1, like the model's images, got 4 x 16 x 1 with 64 values.",
    ],
    [
      "values out of range",
      changed([...image.values.subarray(0, 63), 1.5]),
      mask,
      {},
      "inpaint: image must have values in [-1, 1], got 1.5 at 63.",
    ],
    [
      "known pixels that are no number",
      changed([Number.NaN, ...image.values.subarray(1)]),
      mask,
      {},
      "inpaint: image must have values in [-1, 1], got NaN at 0.",
    ],
    [
      "a mask of another size",
      image,
      new Uint8Array(32),
      {},
      "inpaint: mask must be 8 x 8, like the image, got 32 values.",
    ],
    [
      "a mask of bytes",
      image,
      mask.map((value) => 255 * value),
      {},
      "inpaint: mask must be 1 for pixels to inpaint and 0 for known pixels, got 255 at 18.",
    ],
    ["an empty mask", image, new Uint8Array(64), {}, "inpaint: mask must have pixels to inpaint, got none."],
    [
      "a full mask",
      image,
      new Uint8Array(64).fill(1),
      {},
      "inpaint: mask must leave pixels known, got none. Generate whole images with createGenerator.",
    ],
    ["no completions", image, mask, { count: 0 }, "inpaint: count must be an integer of at least 1, got 0."],
    ["a broken seed", image, mask, { seed: -1 }, "inpaint: seed must be an integer in 0…2^53-1, got -1."],
    ["an unknown class", image, mask, { class: 2 }, "inpaint: class must be a class in 0…1, got 2."],
    [
      "guidance without a class",
      image,
      mask,
      { guidanceScale: 2 },
      "inpaint: guidanceScale must be 1 without a class, got 2. Specify a class.",
    ],
    [
      "too many steps",
      image,
      mask,
      { steps: 1001 },
      "inpaint: steps must be an integer in 1…1000, got 1001.",
    ],
    [
      "an unknown spacing",
      image,
      mask,
      { spacing: "linear" as never },
      'inpaint: spacing must be "log-snr" or "scheduler", got "linear".',
    ],
    [
      "jumps as long as the list",
      image,
      mask,
      { jumpLength: 4 },
      "inpaint: jumpLength must be an integer in 1…3 for 4 steps, got 4.",
    ],
  ])("%s", async (_, from, hole, options, message) => {
    const inpainter = await inpainterOf(conditional);
    expect(() => inpainter.inpaint(from, hole, { ...quick, ...options })).toThrow(rangeError(message));
  });

  it("a batch size of 0", async () => {
    await expect(createInpainter(plain, engine, { batchSize: 0 })).rejects.toThrow(
      rangeError("createInpainter: batchSize must be an integer of at least 1, got 0."),
    );
  });
});
