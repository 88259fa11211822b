import { countFlops, type Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTrainer,
  NonFiniteStepError,
  type Trainer,
  type TrainerOptions,
  type TrainingBatches,
  type TrainingRecord,
} from "../src/index.ts";
import { meanEngine, noiseBatches, tinyOptions, tinyUnet } from "./tinyTraining.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

/** Takes at most `count` steps. */
async function take(trainer: Trainer, count = Infinity): Promise<TrainingRecord[]> {
  const records: TrainingRecord[] = [];
  if (count === 0) return records;
  for await (const record of trainer.run()) {
    records.push(record);
    if (records.length === count) break;
  }
  return records;
}

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

it("a new run begins with the network's initial parameters, in the average too", async () => {
  const options = tinyOptions(meanEngine);
  const trainer = await createTrainer(options);
  expect(trainer.step).toBe(0);
  expect(trainer.parameters()).toEqual(options.unet.init(11));
  expect(trainer.emaParameters()).toEqual(options.unet.init(11));
});

it("a state is a copy, parameters are views", async () => {
  const trainer = await createTrainer(tinyOptions(meanEngine));
  await take(trainer, 2);
  const { step, tensors } = trainer.state();
  const view = trainer.parameters()["conv_in.bias"]!;
  const before = view.slice();
  await take(trainer, 1);
  expect(view).not.toEqual(before);
  expect(tensors.parameters["conv_in.bias"]!.data).toEqual(before);
  expect([step, trainer.step]).toEqual([2, 3]);
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

it("a rehearsal measures a step and changes nothing", async () => {
  const trainer = await createTrainer(tinyOptions(meanEngine));
  await take(trainer, 2);
  const before = trainer.state();
  const start = performance.now();
  const milliseconds = await trainer.rehearse(50);
  expect(milliseconds).toBeGreaterThan(0);
  expect(3 * milliseconds).toBeLessThan(2 * (performance.now() - start));
  expect(trainer.state()).toEqual(before);
  await trainer.dispose();
  await expect(trainer.rehearse()).rejects.toThrow("rehearse: the trainer is disposed.");
});

describe("a step that is not finite", () => {
  const poisoned: TrainingBatches = {
    ...noiseBatches(2, 3),
    batch: async (step) => {
      const batch = await noiseBatches(2, 3).batch(step);
      if (step === 2) batch.xStart[17] = Number.NaN;
      return batch;
    },
  };

  it("is an error that names it, and leaves everything as after the step before", async () => {
    const trainer = await createTrainer(tinyOptions(meanEngine, { batches: poisoned }));
    await take(trainer, 2);
    const before = trainer.state();
    const failure = await take(trainer).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NonFiniteStepError);
    expect(failure).toMatchObject({
      step: 3,
      message:
        "run: loss and gradient norm must be finite, got NaN and NaN in step 3. The weights are those after step 2. " +
        "Look for bad values in the images, or lower the learning rate.",
    });
    expect(trainer.step).toBe(2);
    expect(trainer.state()).toEqual(before);
    for (const values of Object.values(trainer.parameters()))
      expect(values.every(Number.isFinite)).toBe(true);
    await trainer.dispose();
  });
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

describe("rejects", () => {
  it.each<[string, (options: TrainerOptions) => Partial<TrainerOptions>, string]>([
    ["no steps", () => ({ steps: 0 }), "steps must be an integer in 1…2^32-1, got 0."],
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

  it("labels that are no class, a second run at a time, a run after dispose", async () => {
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
      await expect(take(trainer)).rejects.toThrow("run: the run is going on already.");
      break;
    }
    await trainer.dispose();
    await expect(take(trainer)).rejects.toThrow("run: the trainer is disposed.");
  });

  it.each<[string, Partial<TrainerOptions>]>([
    ["unet.normNumGroups", { unet: tinyUnet({ numClassEmbeds: 4, dropout: 0.1, normNumGroups: 2 }) }],
    ["batchSize", { batches: noiseBatches(3, 3) }],
    ["imageShape", { batches: { ...noiseBatches(2, 3), height: 16 } }],
    ["numTimesteps", { schedule: noiseSchedule("squaredcos_cap_v2", 99) }],
    ["schedule", { schedule: noiseSchedule("linear", 100) }],
    ["predictionType", { predictionType: "epsilon" }],
    ["labelDropout", { labelDropout: 0.2 }],
    ["steps", { steps: 7 }],
    ["learningRate", { learningRate: 2e-3 }],
    ["warmupSteps", { warmupSteps: 3 }],
    ["beta1", { beta1: 0.9 }],
    ["beta2", { beta2: 0.99 }],
    ["adamEpsilon", { adamEpsilon: 1e-6 }],
    ["weightDecay", { weightDecay: 0 }],
    ["maxGradientNorm", { maxGradientNorm: 2 }],
    ["emaMaxDecay", { emaMaxDecay: 0.99 }],
    ["emaPower", { emaPower: 0.75 }],
    ["seed", { seed: 12 }],
  ])("the state of a run with another %s", async (name, changes) => {
    const state = (await createTrainer(tinyOptions(meanEngine))).state();
    await expect(createTrainer(tinyOptions(meanEngine, changes), state)).rejects.toThrow(
      new RegExp(`^createTrainer: ${name} must be .+ as in the run that goes on, got `),
    );
  });

  it("a state with other settings, weights or steps, naming both values", async () => {
    const trainer = await createTrainer(tinyOptions(meanEngine));
    const state = trainer.state();
    await trainer.dispose();
    await expect(createTrainer(tinyOptions(meanEngine, { learningRate: 2e-3 }), state)).rejects.toThrow(
      new RangeError(
        "createTrainer: learningRate must be 0.001 as in the run that goes on, got 0.002. " +
          "Give the old value, or begin a new run.",
      ),
    );
    await expect(createTrainer(tinyOptions(meanEngine), { ...state, step: 7 })).rejects.toThrow(
      new RangeError("createTrainer: state.step must be an integer in 0…6, got 7."),
    );
    const { "conv_in.bias": bias, ...others } = state.tensors.ema;
    const without = { ...state, tensors: { ...state.tensors, ema: others } };
    await expect(createTrainer(tinyOptions(meanEngine), without)).rejects.toThrow(
      'createTrainer: state.ema must hold "conv_in.bias" of shape [8], got none.',
    );
    const more = { ...state, tensors: { ...state.tensors, ema: { ...state.tensors.ema, extra: bias! } } };
    await expect(createTrainer(tinyOptions(meanEngine), more)).rejects.toThrow(
      'createTrainer: state.ema must hold the network\'s tensors, got "extra".',
    );
  });
});
