import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTranslator,
  type DiffusionModel,
  type TranslateOptions,
  type Translator,
  type UnitImage,
} from "../../src/index.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { sampler: "ddim", steps: 4 } as const;
const imageOf = (values: Float32Array): UnitImage => ({ values, height: 8, width: 8, channels: 1 });
const images = [imageOf(new Float32Array(64).fill(0.1))];
const plain = tinyModel();
const conditional = tinyModel({ classes: ["red", "white"] });

let engine: Engine;
const translators: Translator[] = [];
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const translator of translators) await translator.dispose();
  await engine.dispose();
});

async function translatorOf(model: DiffusionModel): Promise<Translator> {
  const translator = await createTranslator(model, engine, { batchSize: 3 });
  translators.push(translator);
  return translator;
}

describe("what cannot be translated is refused at once", () => {
  const small = { values: new Float32Array(16), height: 4, width: 4, channels: 1 };
  it.each<[readonly UnitImage[], Partial<TranslateOptions>, string]>([
    [[], {}, "translate: images must have at least one image, got none."],
    [
      [images[0]!, small],
      {},
      "translate: images[1] must be 8 x 8 x 1, like the model's images, got 4 x 4 x 1 with 16 values.",
    ],
    [
      [imageOf(new Float32Array(64).fill(2))],
      {},
      "translate: images[0] must have values in [-1, 1], got 2 at 0.",
    ],
    [images, { method: "gan" as never }, 'translate: method must be "ddib" or "sdedit", got "gan".'],
    [images, { strength: 0 }, "translate: strength must be above 0 and at most 1, got 0."],
    [images, { strength: Number.NaN }, "translate: strength must be above 0 and at most 1, got NaN."],
    [images, { keep: "shape" as never }, 'translate: keep must be "colour" or undefined, got "shape".'],
    [images, { to: 2 }, "translate: to must be a class in 0…1, got 2."],
    [images, { from: -1 }, "translate: from must be a class in 0…1, got -1."],
    [images, { seed: 1.5 }, "translate: seed must be an integer in 0…2^53-1, got 1.5."],
    [
      images,
      { sampler: "ddpm" },
      'translate: sampler must add no noise, which would replace that of the images, got "ddpm". Use "ddim" or "dpm++2m".',
    ],
    [
      images,
      { eta: 0.5 },
      'translate: sampler must add no noise, which would replace that of the images, got "ddim" with eta 0.5. Use "ddim" or "dpm++2m".',
    ],
    [images, { steps: 0 }, "translate: steps must be an integer in 1…1000, got 0."],
  ])("%#", async (from, options, message) => {
    const translator = await translatorOf(conditional);
    expect(() => translator.translate(from, { ...quick, to: 1, ...options })).toThrow(rangeError(message));
  });

  it("ddib without a class to go to, or to come from", async () => {
    const translator = await translatorOf(conditional);
    expect(() => translator.translate(images, quick)).toThrow(
      rangeError('translate: to must be a class for "ddib", which translates between classes, got none.'),
    );
    const withoutClasses = await translatorOf(plain);
    expect(() => withoutClasses.translate(images, quick)).toThrow(
      rangeError(
        'translate: to must be a class for "ddib", which translates between classes, got none. Use "sdedit" for a model without classes.',
      ),
    );
    const model = tinyModel({ classes: ["a", "b"], network: { numClassEmbeds: 2 } });
    const withoutNullClass = await createTranslator(model, engine, { batchSize: 1 });
    expect(() => withoutNullClass.translate(images, { ...quick, to: 1 })).toThrow(
      rangeError("translate: from is required, because this model has no null class. Choose from a, b."),
    );
    await withoutNullClass.dispose();
  });

  it("a batch size of 0", async () => {
    await expect(createTranslator(plain, engine, { batchSize: 0 })).rejects.toThrow(
      rangeError("createTranslator: batchSize must be an integer of at least 1, got 0."),
    );
  });
});
