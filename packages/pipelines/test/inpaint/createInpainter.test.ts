import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { dpmppTimesteps } from "@cellgen/samplers";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createInpainter,
  type DiffusionModel,
  type GeneratedImage,
  type Inpainter,
  type InpaintOptions,
  inpaintPresets,
  noiseScheduleOf,
  type PipelineProgress,
  type UnitImage,
} from "../../src/index.ts";
import { gaussianEngine } from "../gaussianEngine.ts";
import { tinyModel } from "../tinyModel.ts";

const quick = { count: 1, seed: 7, sampler: "ddpm", steps: 4, jumpLength: 2, resamplings: 2 } as const;
/** Calls of the network with `quick`. */
const calls = 6;
const plain = tinyModel();
const conditional = tinyModel({ classes: ["red", "white"] });
const image: UnitImage = {
  values: Float32Array.from({ length: 64 }, (_, i) => Math.fround(Math.sin(i))),
  height: 8,
  width: 8,
  channels: 1,
};
/** A hole of 3 x 4 pixels. */
const mask = Uint8Array.from({ length: 64 }, (_, i) => Number(i % 8 >= 2 && i % 8 < 6 && i >= 16 && i < 40));

let engine: Engine;
const inpainters = new Map<string, Inpainter>();
beforeAll(async () => {
  engine = await createEngine("onnx", { threads: 1 });
});
afterAll(async () => {
  for (const inpainter of inpainters.values()) await inpainter.dispose();
  await engine.dispose();
});

async function inpainterOf(model: DiffusionModel, batchSize: number): Promise<Inpainter> {
  const key = `${model.card.classes} ${batchSize}`;
  if (!inpainters.has(key)) inpainters.set(key, await createInpainter(model, engine, { batchSize }));
  return inpainters.get(key)!;
}

async function inpaint(
  options: Partial<InpaintOptions> = {},
  { model = plain, batchSize = 3, from = image } = {},
): Promise<GeneratedImage[]> {
  const inpainter = await inpainterOf(model, batchSize);
  const images: GeneratedImage[] = [];
  for await (const image of inpainter.inpaint(from, mask, { ...quick, ...options })) images.push(image);
  return images;
}

const filledOf = ({ values }: UnitImage) => values.filter((_, i) => mask[i] === 1);
const knownOf = ({ values }: UnitImage) => values.filter((_, i) => mask[i] === 0);

function largestDifference(a: UnitImage, b: UnitImage): number {
  return Math.max(...a.values.map((value, i) => Math.abs(value - b.values[i]!)));
}

describe("completions", () => {
  it("keep the known pixels bit for bit with every sampler, and fill the others, each in its own way", async () => {
    for (const sampler of ["ddpm", "ddim", "dpm++2m"] as const) {
      const images = await inpaint({ count: 4, first: 2, sampler });
      expect(images.map(({ index, seed, label }) => [index, seed, label])).toEqual(
        [2, 3, 4, 5].map((index) => [index, 7, undefined]),
      );
      for (const completion of images) {
        expect(knownOf(completion)).toEqual(knownOf(image));
        expect(Math.max(...filledOf(completion).map(Math.abs))).toBeLessThanOrEqual(1);
      }
      expect(new Set(images.flatMap((completion) => [...filledOf(completion)])).size).toBeGreaterThan(30);
    }
  });

  it("make no use of what the image holds in the holes", async () => {
    const other = { ...image, values: image.values.map((value, i) => (mask[i] === 1 ? Number.NaN : value)) };
    expect(await inpaint({}, { from: other })).toEqual(await inpaint());
  });

  it("are the same bytes however many are generated with them", async () => {
    const all = await inpaint({ count: 7 });
    expect(await inpaint({ count: 4 })).toEqual(all.slice(0, 4));
    expect(await inpaint({ count: 2, first: 4 })).toEqual(all.slice(4, 6));
  });

  it("of another batch size differ by less than a gray level", async () => {
    const one = await inpaint({ count: 3 }, { batchSize: 1 });
    for (const [k, completion] of (await inpaint({ count: 3 })).entries()) {
      expect(largestDifference(completion, one[k]!)).toBeLessThan(2 / 255);
    }
  });

  it("of another seed, number, class, guidance or known pixels are others", async () => {
    const model = { model: conditional };
    const [first] = await inpaint({ class: 0 }, model);
    for (const options of [{ seed: 8 }, { first: 1 }, { class: 1 }, { guidanceScale: 3 }]) {
      const [other] = await inpaint({ class: 0, ...options }, model);
      expect(largestDifference(first!, other!), JSON.stringify(options)).toBeGreaterThan(2 / 255);
    }
    const brighter = { ...image, values: image.values.map((value) => value * 0.5 + 0.5) };
    const [other] = await inpaint({ class: 0 }, { ...model, from: brighter });
    const difference = Math.max(
      ...filledOf(other!).map((value, i) => Math.abs(value - filledOf(first!)[i]!)),
    );
    expect(difference).toBeGreaterThan(2 / 255);
  });

  it("have the pixels' distribution, where they do not depend on each other", async () => {
    const normals = [
      { mean: 0.3, deviation: 0.1 },
      { mean: -0.4, deviation: 0.2 },
    ];
    const exact = gaussianEngine(conditional.scheduler, (label) => normals[label!]!);
    const inpainter = await createInpainter(conditional, exact, { batchSize: 16 });
    for (const [label, { mean, deviation }] of normals.entries()) {
      const values: number[] = [];
      const options = { ...quick, count: 16, steps: 100, jumpLength: 10, class: label };
      for await (const completion of inpainter.inpaint(image, mask, options)) {
        values.push(...filledOf(completion));
      }
      const n = values.length;
      const average = values.reduce((sum, value) => sum + value, 0) / n;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / n);
      // Three standard errors of n = 192, 1/sqrt(n) and 1/sqrt(2n), and the steps' own error.
      expect(Math.abs(average - mean) / deviation).toBeLessThan(3 * 0.072);
      expect(Math.abs(spread / deviation - 1)).toBeLessThan(3 * 0.051 + 0.06);
    }
  });
});

describe("inpainting", () => {
  it("tells each step, and the network's calls in all", async () => {
    const told: Omit<PipelineProgress, "xt" | "predXStart">[] = [];
    await inpaint(
      {
        count: 4,
        class: 1,
        guidanceScale: 2,
        onProgress: ({ xt, predXStart, ...rest }) => {
          expect([xt.length, predXStart.length]).toEqual([3 * 64, 3 * 64]);
          told.push(rest);
        },
      },
      { model: conditional },
    );
    const [first, last] = [told[0], told.at(-1)];
    expect(first).toMatchObject({ batch: 1, batches: 2, indices: [0, 1, 2], step: 1, steps: calls, t: 995 });
    expect(last).toMatchObject({ batch: 2, indices: [3, 4, 5], step: calls, tNext: null });
    expect(told.map((step) => step.calls)).toEqual(Array.from({ length: 12 }, (_, i) => 2 * (i + 1)));
    expect(new Set(told.map((step) => step.totalCalls))).toEqual(new Set([24]));
  });

  it("spaces its timesteps in the logarithm of the signal-to-noise ratio, or as the scheduler says", async () => {
    const visited = async (options: Partial<InpaintOptions>) => {
      const ts: number[] = [];
      await inpaint({ ...options, resamplings: 1, onProgress: ({ t }) => void ts.push(t) });
      return ts;
    };
    const schedule = noiseScheduleOf(plain.scheduler);
    expect(await visited({})).toEqual([...dpmppTimesteps(schedule, 4)]);
    expect(await visited({ spacing: "scheduler" })).toEqual([999, 749, 499, 249]);
  });

  it("ends when it is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let steps = 0;
    const onProgress = () => {
      if (++steps === 4) controller.abort(reason);
    };
    await expect(inpaint({ onProgress, signal: controller.signal })).rejects.toBe(reason);
    expect(steps).toBe(4);
  });

  it("leaves no tensors behind, also when it fails or is left early", async () => {
    const failing = { onProgress: () => Promise.reject(new Error("full")) };
    await inpaint({ count: 4 });
    const before = tf.memory().numTensors;
    await inpaint({ count: 4 });
    await expect(inpaint(failing)).rejects.toThrow("full");
    const inpainter = await inpainterOf(plain, 3);
    for await (const _ of inpainter.inpaint(image, mask, { ...quick, count: 9 })) break;
    expect(tf.memory().numTensors).toBe(before);
  });

  it("has presets that the README counts the calls of", async () => {
    const ofPreset = await Promise.all(
      Object.values(inpaintPresets).map(async (preset) => {
        const inpainter = await inpainterOf(plain, 3);
        const controller = new AbortController();
        let total = 0;
        const onProgress = ({ totalCalls }: PipelineProgress) => {
          total = totalCalls;
          controller.abort();
        };
        const options = { ...preset, count: 1, seed: 0, onProgress, signal: controller.signal };
        const images = inpainter.inpaint(image, mask, options);
        await expect(images[Symbol.asyncIterator]().next()).rejects.toThrow();
        return total;
      }),
    );
    expect(ofPreset).toEqual([140, 460, 2410]);
  });
});
