import { countFlops, type Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import type * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTrainer, type TrainerOptions } from "../../src/index.ts";
import { meanEngine, noiseBatches, take, tinyOptions } from "../tinyTraining.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

it("a new run begins with the network's initial parameters, in the average too", async () => {
  const options = tinyOptions(meanEngine);
  const trainer = await createTrainer(options);
  expect(trainer.step).toBe(0);
  expect(trainer.parameters()).toEqual(options.unet.init(11));
  expect(trainer.emaParameters()).toEqual(options.unet.init(11));
});

it("counts the operations of a step, three times those of the network forwards", async () => {
  const options = tinyOptions(engine);
  const trainer = await createTrainer(options);
  await trainer.dispose();
  const { unet } = options;
  const parameters = Object.entries(unet.parameterShapes).map(([name, shape]) => [
    name,
    { shape, dtype: "float32" },
  ]);
  const forwards = countFlops(
    ({ xt, t, labels, ...params }) => ({
      output: unet.apply(params, xt as tf.Tensor4D, t as tf.Tensor1D, { classLabels: labels as tf.Tensor1D }),
    }),
    {
      ...Object.fromEntries(parameters),
      xt: { shape: [2, 8, 8, 1], dtype: "float32" },
      t: { shape: [2], dtype: "int32" },
      labels: { shape: [2], dtype: "int32" },
    },
  );
  expect(trainer.flopsPerStep / forwards).toBeGreaterThan(2.8);
  expect(trainer.flopsPerStep / forwards).toBeLessThan(3.1);
});

it("makes the same numbers on every engine", async () => {
  const cpu = await createEngine("cpu");
  const onCpu = await createTrainer(tinyOptions(cpu));
  const onOnnx = await createTrainer(tinyOptions(engine));
  const [expected, actual] = [await take(onCpu, 1), await take(onOnnx, 1)];
  expect(actual[0]!.loss).toBeCloseTo(expected[0]!.loss, 5);
  expect(actual[0]!.gradientNorm).toBeCloseTo(expected[0]!.gradientNorm, 4);
  await Promise.all([onCpu.dispose(), onOnnx.dispose(), cpu.dispose()]);
});

describe("createTrainer rejects", () => {
  it.each<[string, (options: TrainerOptions) => Partial<TrainerOptions>, string]>([
    ["no steps", () => ({ steps: 0 }), "steps must be an integer in 1…2^32-1, got 0."],
    [
      "nothing but images of half the size",
      () => ({ halfSizeSteps: 6 }),
      "halfSizeSteps must be an integer from 0 to 5, got 6.",
    ],
    ["a negative seed", () => ({ seed: -1 }), "seed must be an integer in 0…2^53-1, got -1."],
    ["a learning rate of zero", () => ({ learningRate: 0 }), "learningRate must be greater than 0, got 0."],
    ["label dropout of 2", () => ({ labelDropout: 2 }), "labelDropout must be in [0, 1], got 2."],
    [
      "half a warm-up step",
      () => ({ warmupSteps: 0.5 }),
      "warmupSteps must be an integer of at least 0, got 0.5.",
    ],
    ["an EMA that never moves", () => ({ emaMaxDecay: 1 }), "emaMaxDecay must be in [0, 1), got 1."],
    ["an EMA power of 0", () => ({ emaPower: 0 }), "emaPower must be greater than 0, got 0."],
    [
      "a network with too few classes",
      () => ({ classCount: 4 }),
      "unet.numClassEmbeds must be 5: the 4 classes and the null class, got 4.",
    ],
    [
      "a network with classes that the images lack",
      () => ({ classCount: 0 }),
      "unet.numClassEmbeds must be null: the 0 classes, got 4.",
    ],
    [
      "images of other channels",
      () => ({ batches: { ...noiseBatches(2, 3), channels: 3 } }),
      "unet.inChannels must be the images' 3, got 1.",
    ],
    [
      "an empty batch",
      () => ({ batches: { ...noiseBatches(2, 3), batchSize: 0 } }),
      "batches.batchSize must be an integer of at least 1, got 0.",
    ],
  ])("%s", async (_, changes, message) => {
    const options = tinyOptions(meanEngine);
    await expect(createTrainer({ ...options, ...changes(options) })).rejects.toThrow(
      new RangeError(`createTrainer: ${message}`),
    );
  });
});
