import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTranslator,
  type DiffusionModel,
  noiseScheduleOf,
  type PipelineProgress,
  type TranslatedImage,
  type TranslateOptions,
  type Translator,
  type UnitImage,
} from "../../src/index.ts";
import { gaussianEngine } from "../gaussianEngine.ts";
import { normalValues } from "../normalValues.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { sampler: "ddim", steps: 4 } as const;
const plain = tinyModel();
const conditional = tinyModel({ classes: ["red", "white"] });
const imageOf = (values: Float32Array): UnitImage => ({ values, height: 8, width: 8, channels: 1 });
const images = [0, 1, 2, 3].map((seed) =>
  imageOf(normalValues(seed, 64).map((value) => Math.max(-1, Math.min(0.2 * value + 0.1, 1)))),
);

let engine: Engine;
const translators = new Map<string, Translator>();
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const translator of translators.values()) await translator.dispose();
  await engine.dispose();
});

async function translatorOf(model: DiffusionModel, batchSize: number): Promise<Translator> {
  const key = `${model.card.classes} ${batchSize}`;
  if (!translators.has(key)) translators.set(key, await createTranslator(model, engine, { batchSize }));
  return translators.get(key)!;
}

async function collect(translated: AsyncIterable<TranslatedImage>): Promise<TranslatedImage[]> {
  const all: TranslatedImage[] = [];
  for await (const image of translated) all.push(image);
  return all;
}

async function translate(
  options: Partial<TranslateOptions> = {},
  { model = conditional, batchSize = 3, from = images as readonly UnitImage[] } = {},
): Promise<TranslatedImage[]> {
  const translator = await translatorOf(model, batchSize);
  const to = model.card.classes.length > 0 ? { to: 1 } : {};
  return collect(translator.translate(from, { ...quick, ...to, ...options }));
}

function largestDifference(a: UnitImage, b: UnitImage): number {
  return Math.max(...a.values.map((value, i) => Math.abs(value - b.values[i]!)));
}

describe("with the exact denoiser of two normal classes", () => {
  const normals = [
    { mean: 0.1, deviation: 0.2 },
    { mean: -0.2, deviation: 0.1 },
  ];
  const exact = gaussianEngine(conditional.scheduler, (label) => normals[label!]!);

  it("ddib takes each value to the one as far from the mean of the other class, in deviations", async () => {
    const translator = await createTranslator(conditional, exact, { batchSize: 4 });
    const errors: number[] = [];
    for (const steps of [50, 100]) {
      const translated = await collect(
        translator.translate(images, { sampler: "ddim", steps, from: 0, to: 1 }),
      );
      expect(translated.map(({ index, label }) => [index, label])).toEqual([0, 1, 2, 3].map((k) => [k, 1]));
      errors.push(
        Math.max(
          ...translated.map(({ values, index }) =>
            Math.max(
              ...values.map((value, i) => Math.abs(value - (-0.2 + 0.5 * (images[index]!.values[i]! - 0.1)))),
            ),
          ),
        ),
      );
    }
    // Half the steps' length, half the error: the flow's.
    expect(errors[0]! / errors[1]!).toBeGreaterThan(1.6);
    expect(errors[1]).toBeLessThan(0.03);
  });

  it("ddib comes back with one class, and by the way back", async () => {
    const translator = await createTranslator(conditional, exact, { batchSize: 4 });
    const options = { sampler: "ddim", steps: 50 } as const;
    const same = await collect(translator.translate(images, { ...options, from: 0, to: 0 }));
    const there = await collect(translator.translate(images, { ...options, from: 0, to: 1 }));
    const back = await collect(translator.translate(there, { ...options, from: 1, to: 0 }));
    for (const [k, image] of images.entries()) {
      expect(largestDifference(same[k]!, image)).toBeLessThan(0.01);
      expect(largestDifference(back[k]!, image)).toBeLessThan(0.05);
    }
  });

  it("sdedit samples from what the class can be where the image was before the noise", async () => {
    const translator = await createTranslator(conditional, exact, { batchSize: 16 });
    const many = Array.from({ length: 16 }, () => images[0]!);
    const options = { sampler: "ddpm", steps: 50, to: 1, method: "sdedit", strength: 0.3 } as const;
    const translated = await collect(translator.translate(many, options));
    const a = noiseScheduleOf(conditional.scheduler).alphasCumprod[299]!;
    // x_0 given x_t = sqrt(a) image + sqrt(1 - a) noise: its mean over the noise is mean + weight (image - mean).
    const { mean, deviation } = normals[1]!;
    const weight = (a * deviation ** 2) / (a * deviation ** 2 + 1 - a);
    const average = (of: (image: UnitImage) => Float32Array) =>
      Array.from({ length: 64 }, (_, i) =>
        translated.reduce((sum, image) => sum + of(image)[i]! / translated.length, 0),
      );
    const differences = average((image) => image.values).map(
      (value, i) => value - (mean + weight * (images[0]!.values[i]! - mean)),
    );
    const square = Math.sqrt(differences.reduce((sum, value) => sum + value ** 2, 0) / 64);
    // The mean of 16 has a standard error of at most 0.1 / 4.
    expect(square).toBeLessThan(0.025 * 1.2);
    expect(Math.abs(differences.reduce((sum, value) => sum + value, 0) / 64)).toBeLessThan((3 * 0.025) / 8);
  });
});

describe("translated images", () => {
  it("of one class are the images again, and of another class others", async () => {
    const from = { from: images.slice(0, 3) };
    const same = await translate({ from: 1, to: 1, steps: 50 }, from);
    const other = await translate({ from: 0, to: 1, steps: 50 }, from);
    for (const [k, image] of from.from.entries()) {
      expect(largestDifference(same[k]!, image)).toBeLessThan(0.03);
      expect(largestDifference(other[k]!, image)).toBeGreaterThan(0.06);
    }
  });

  it("are the same bytes however many are translated with them", async () => {
    for (const options of [
      {},
      { method: "sdedit", seed: 3 },
      { method: "sdedit", sampler: "ddpm" },
    ] as const) {
      const all = await translate(options);
      expect(await translate(options, { from: images.slice(0, 2) })).toEqual(all.slice(0, 2));
    }
  });

  it("of another batch size differ by less than a gray level", async () => {
    const one = await translate({}, { batchSize: 1 });
    for (const [k, image] of (await translate()).entries()) {
      expect(largestDifference(image, one[k]!)).toBeLessThan(2 / 255);
    }
  });

  it("of a smaller strength change less", async () => {
    for (const method of ["ddib", "sdedit"] as const) {
      const change = async (strength: number) => {
        const translated = await translate({ method, from: 0, strength, steps: 8 });
        return Math.max(...translated.map((image, k) => largestDifference(image, images[k]!)));
      };
      const [slight, much] = [await change(0.05), await change(0.9)];
      expect(slight, method).toBeLessThan(much / 2);
    }
  });

  it("of sdedit are a function of the seed, of ddib with a deterministic sampler not", async () => {
    const [a] = await translate({ method: "sdedit", seed: 1 });
    const [b] = await translate({ method: "sdedit", seed: 2 });
    expect(largestDifference(a!, b!)).toBeGreaterThan(2 / 255);
    expect(await translate({ seed: 1 })).toEqual(await translate({ seed: 2 }));
  });

  it("keep the image's color where they are asked to", async () => {
    const moments = ({ values }: UnitImage) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / 64;
      return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 64)] as const;
    };
    const gentle = images.map((image) => imageOf(image.values.map((value) => value / 3)));
    const kept = await translate({ keep: "colour", method: "sdedit" }, { from: gentle });
    const free = await translate({ method: "sdedit" }, { from: gentle });
    for (const [k, image] of kept.entries()) {
      const [mean, deviation] = moments(gentle[k]!);
      expect(moments(image)[0]).toBeCloseTo(mean, 5);
      expect(moments(image)[1]).toBeCloseTo(deviation, 5);
      expect(Math.abs(moments(free[k]!)[1] - deviation)).toBeGreaterThan(0.01);
    }
  });

  it("of a model without classes come from sdedit", async () => {
    const translated = await translate({ method: "sdedit" }, { model: plain });
    expect(translated.map(({ label }) => label)).toEqual(new Array(4).fill(undefined));
    for (const [k, image] of translated.entries()) {
      expect(largestDifference(image, images[k]!)).toBeGreaterThan(2 / 255);
    }
  });
});

describe("translation", () => {
  it("tells each step of the way into the noise and out of it, and the network's calls in all", async () => {
    const told: Pick<PipelineProgress, "batch" | "batches" | "t" | "calls" | "totalCalls">[] = [];
    const onProgress = ({ batch, batches, t, calls, totalCalls }: PipelineProgress) =>
      void told.push({ batch, batches, t, calls, totalCalls });
    await translate({ onProgress, guidanceScale: 2 });
    const ts = [249, 499, 749, 999, 999, 749, 499, 249];
    expect(told.map(({ batch, t }) => [batch, t])).toEqual(
      [1, 2].flatMap((batch) => ts.map((t) => [batch, t])),
    );
    expect(told.slice(0, 8).map(({ calls }) => calls)).toEqual([1, 2, 3, 4, 6, 8, 10, 12]);
    expect(told.at(-1)).toMatchObject({ batches: 2, calls: 24, totalCalls: 24 });
    told.length = 0;
    await translate({ onProgress, method: "sdedit", strength: 0.5 });
    expect(told.map(({ t }) => t)).toEqual([499, 374, 249, 124, 499, 374, 249, 124]);
    expect(told.at(-1)).toMatchObject({ calls: 8, totalCalls: 8 });
  });

  it("ends when it is aborted, on the way into the noise and out of it", async () => {
    for (const last of [2, 6]) {
      const controller = new AbortController();
      const reason = new Error("enough");
      let steps = 0;
      const onProgress = () => {
        if (++steps === last) controller.abort(reason);
      };
      await expect(translate({ onProgress, signal: controller.signal })).rejects.toBe(reason);
      expect(steps).toBe(last);
    }
  });

  it("leaves no tensors behind, also when it fails", async () => {
    const failingAt = (last: number) => {
      let steps = 0;
      return { onProgress: () => (++steps === last ? Promise.reject(new Error("full")) : undefined) };
    };
    await translate();
    const before = tf.memory().numTensors;
    await translate();
    await translate({ method: "sdedit", sampler: "ddpm" });
    for (const last of [2, 6]) await expect(translate(failingAt(last))).rejects.toThrow("full");
    const sampler = () => Promise.reject(new Error("not today"));
    for (const method of ["ddib", "sdedit"] as const)
      await expect(translate({ method, sampler })).rejects.toThrow("not today");
    expect(tf.memory().numTensors).toBe(before);
  });
});
