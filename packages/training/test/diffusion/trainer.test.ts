import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTrainer,
  type Trainer,
  type TrainerOptions,
  type TrainingBatches,
  type TrainingRecord,
} from "../../src/index.ts";
import { meanEngine, noiseBatches, take, tinyOptions, tinyUnet } from "../tinyTraining.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

/** What does not depend on the clock. */
const numbers = ({ step, loss, gradientNorm, learningRate }: TrainingRecord) => [
  step,
  loss,
  gradientNorm,
  learningRate,
];

const constantImage: TrainingBatches = {
  ...noiseBatches(4),
  batch: async () => ({ xStart: new Float32Array(4 * 64).fill(0.6), labels: new Int32Array(4) }),
};

it("learns a constant image", async () => {
  const options: TrainerOptions = {
    engine,
    unet: tinyUnet(),
    schedule: tinyOptions(engine).schedule,
    predictionType: "sample",
    batches: constantImage,
    steps: 80,
    warmupSteps: 10,
    learningRate: 5e-3,
    seed: 3,
  };
  const trainer = await createTrainer(options);
  const losses = (await take(trainer)).map(({ loss }) => loss);
  await trainer.dispose();
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Untrained, the output is near zero and the loss near 0.6².
  expect(losses[0]).toBeGreaterThan(0.3);
  expect(mean(losses.slice(-10))).toBeLessThan(0.01);
});

it("weights the loss of each timestep, and says so in its settings", async () => {
  const options: TrainerOptions = {
    ...tinyOptions(engine),
    predictionType: "sample",
    batches: constantImage,
    steps: 1,
  };
  const losses: number[] = [];
  for (const lossWeighting of ["uniform", "velocity"] as const) {
    const trainer = await createTrainer({ ...options, lossWeighting });
    losses.push((await take(trainer))[0]!.loss);
    const { settings } = await trainer.state();
    expect(settings["lossWeighting"]).toBe(lossWeighting === "uniform" ? undefined : lossWeighting);
    await trainer.dispose();
  }
  // The weights 1 / max(s, 0.05)² lie between 1 and 400.
  expect(losses[1]).toBeGreaterThan(losses[0]!);
  expect(losses[1]).toBeLessThan(400 * losses[0]!);
});

describe("a run of six steps", () => {
  let trainer: Trainer;
  let records: TrainingRecord[];
  beforeAll(async () => {
    trainer = await createTrainer(tinyOptions(engine));
    records = await take(trainer);
  });
  afterAll(() => trainer.dispose());

  it("has a record for each step, counted from 1, with the learning rate of the schedule", () => {
    expect(records.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    const rates = [0, 0.5, 1, ...[1, 2, 3].map((k) => (1 + Math.cos((Math.PI * k) / 4)) / 2)];
    for (const [index, rate] of rates.entries()) {
      expect(records[index]!.learningRate).toBeCloseTo(1e-3 * rate, 12);
    }
    for (const { stepMilliseconds, imagesPerSecond } of records) {
      expect(imagesPerSecond * stepMilliseconds).toBeCloseTo(2000, 6);
    }
    expect(trainer.step).toBe(6);
  });

  it("has no step more", async () => {
    expect(await take(trainer)).toEqual([]);
  });

  it("moves every parameter, and the average after it", () => {
    const initial = tinyOptions(engine).unet.init(11);
    for (const [name, values] of Object.entries(trainer.parameters())) {
      expect(values, name).not.toEqual(initial[name]);
      expect(trainer.emaParameters()[name], name).not.toEqual(values);
      expect(trainer.emaParameters()[name], name).not.toEqual(initial[name]);
    }
  });

  it("is bit for bit that of one stopped after three steps", async () => {
    const first = await createTrainer(tinyOptions(engine));
    const begun = await take(first, 3);
    const state = first.state();
    await first.dispose();
    const second = await createTrainer(tinyOptions(engine), state);
    expect(second.step).toBe(3);
    const resumed = [...begun, ...(await take(second))];
    expect(resumed.map(numbers)).toEqual(records.map(numbers));
    expect(second.state()).toEqual(trainer.state());
    await second.dispose();
  });
});

it("holds no tensors, and no more memory after 100 steps", async () => {
  const options = tinyOptions(engine, { steps: 1000 });
  const first = await createTrainer(options);
  await take(first, 20);
  const tensors = tf.memory().numTensors;
  const { rss } = process.memoryUsage();
  const second = await createTrainer(options);
  await take(second, 1);
  expect(tf.memory().numTensors).toBe(tensors);
  await second.dispose();
  await take(first, 100);
  expect(tf.memory().numTensors).toBe(tensors);
  // A step's own tensors are about 2 MB.
  expect(process.memoryUsage().rss - rss).toBeLessThan(60e6);
  await first.dispose();
});

it("under a constant gradient every parameter moves by the learning rate, and the average follows with its decay", async () => {
  const batches: TrainingBatches = {
    ...noiseBatches(2, 3),
    batch: async () => ({ xStart: new Float32Array(2 * 64).fill(0.6), labels: new Int32Array(2) }),
  };
  const changes = { batches, warmupSteps: 0, weightDecay: 0, emaPower: 0.5 };
  const trainer = await createTrainer(tinyOptions(meanEngine, changes));
  const initial = tinyOptions(meanEngine).unet.init(11)["conv_in.weight"]!;
  const moved = (values: Record<string, Float32Array>) => values["conv_in.weight"]![5]! - initial[5]!;
  const rates = [0, 1, 2, 3, 4, 5].map((k) => (1e-3 * (1 + Math.cos((Math.PI * k) / 6))) / 2);
  let parameter = 0;
  let average = 0;
  for await (const { step, gradientNorm } of trainer.run()) {
    // Both moments are those of a constant, corrected for their start: m = g and √v = g.
    parameter -= rates[step - 1]!;
    // Decay 1 − step^−1/2.
    average += (parameter - average) / Math.sqrt(step);
    expect(moved(trainer.parameters())).toBeCloseTo(parameter, 6);
    expect(moved(trainer.emaParameters())).toBeCloseTo(average, 6);
    expect(gradientNorm).toBeCloseTo(0.6 * Math.sqrt(tinyOptions(meanEngine).unet.parameterCount), 3);
  }
  expect(trainer.step).toBe(6);
});

it("measureStepTimes measures a step and changes nothing", async () => {
  const trainer = await createTrainer(tinyOptions(meanEngine));
  await take(trainer, 2);
  const before = trainer.state();
  const start = performance.now();
  const times = await trainer.measureStepTimes(50);
  expect(times).toEqual([{ steps: 4, milliseconds: expect.any(Number) }]);
  const { milliseconds } = times[0]!;
  expect(milliseconds).toBeGreaterThan(0);
  expect(3 * milliseconds).toBeLessThan(2 * (performance.now() - start));
  expect(trainer.state()).toEqual(before);
  await trainer.dispose();
  await expect(trainer.measureStepTimes()).rejects.toThrow(
    "measureStepTime: must not be called after dispose.",
  );
});

describe("an abort", () => {
  it("ends the run after the step, and the run can go on", async () => {
    const trainer = await createTrainer(tinyOptions(meanEngine));
    const controller = new AbortController();
    const seen: number[] = [];
    for await (const { step } of trainer.run(controller.signal)) {
      seen.push(step);
      if (step === 2) controller.abort();
    }
    expect(seen).toEqual([1, 2]);
    expect(trainer.step).toBe(2);
    for await (const { step } of trainer.run()) seen.push(step);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    await trainer.dispose();
  });

  it("before the run asks for no images", async () => {
    const asked: number[] = [];
    const source = noiseBatches(2, 3);
    const batches: TrainingBatches = {
      ...source,
      batch: (step) => {
        asked.push(step);
        return source.batch(step);
      },
    };
    const trainer = await createTrainer(tinyOptions(meanEngine, { batches }));
    for await (const _ of trainer.run(AbortSignal.abort())) throw new Error("no step was wanted");
    expect(asked).toEqual([]);
    await take(trainer);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    await trainer.dispose();
  });
});

it("passes on what the images' source throws, when their step has come", async () => {
  const source = noiseBatches(2, 3);
  const batches: TrainingBatches = {
    ...source,
    batch: (step) => (step === 1 ? Promise.reject(new Error("no such file")) : source.batch(step)),
  };
  const trainer = await createTrainer(tinyOptions(meanEngine, { batches }));
  const records: TrainingRecord[] = [];
  const run = (async () => {
    for await (const record of trainer.run()) records.push(record);
  })();
  await expect(run).rejects.toThrow("no such file");
  expect(records.map(({ step }) => step)).toEqual([1]);
  await trainer.dispose();
});

it("rejects labels that are no class, a second run at a time, a run after dispose", async () => {
  const source = noiseBatches(2, 3);
  const batchOf = async (batch: Partial<Awaited<ReturnType<TrainingBatches["batch"]>>>) => {
    const batches = {
      ...source,
      batch: async (step: number) => ({ ...(await source.batch(step)), ...batch }),
    };
    const trainer = await createTrainer(tinyOptions(meanEngine, { batches }));
    return take(trainer, 1).finally(() => trainer.dispose());
  };
  await expect(batchOf({ labels: Int32Array.of(0, 3) })).rejects.toThrow(
    new RangeError("run: labels must be integers from 0 to 2, got 3."),
  );
  await expect(batchOf({ labels: Int32Array.of(0) })).rejects.toThrow(
    new RangeError("run: labels must be one for each of 2 images, got 1."),
  );

  const trainer = await createTrainer(tinyOptions(meanEngine));
  for await (const _ of trainer.run()) {
    await expect(take(trainer)).rejects.toThrow("run: must not be called during a run or measurement.");
    break;
  }
  await trainer.dispose();
  await expect(take(trainer)).rejects.toThrow("run: must not be called after dispose.");
});
