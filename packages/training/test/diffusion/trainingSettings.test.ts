import { noiseSchedule } from "@cellgen/schedules";
import { expect, it } from "vitest";
import { createTrainer, type TrainerOptions } from "../../src/index.ts";
import { meanEngine, noiseBatches, tinyOptions, tinyUnet } from "../tinyTraining.ts";

it.each<[string, Partial<TrainerOptions>]>([
  ["unet.normNumGroups", { unet: tinyUnet({ numClassEmbeds: 4, dropout: 0.1, normNumGroups: 2 }) }],
  ["batchSize", { batches: noiseBatches(3, 3) }],
  ["imageShape", { batches: { ...noiseBatches(2, 3), height: 16 } }],
  ["balance", { batches: { ...noiseBatches(2, 3), balance: true } }],
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
])("a run does not go on with another %s", async (name, changes) => {
  const state = (await createTrainer(tinyOptions(meanEngine))).state();
  await expect(createTrainer(tinyOptions(meanEngine, changes), state)).rejects.toThrow(
    new RegExp(`^createTrainer: ${name} must be .+ as in the run to resume, got `),
  );
});

it("a run with a setting that earlier versions lack does not go on without it", async () => {
  const options = tinyOptions(meanEngine, { halfSizeSteps: 2, batches: noiseBatches(2, 3) });
  const state = (await createTrainer(options)).state();
  await expect(createTrainer({ ...options, halfSizeSteps: 0 }, state)).rejects.toThrow(
    "createTrainer: halfSizeSteps must be 2 as in the run to resume, got none.",
  );
});

it("a setting that differs is named with both values", async () => {
  const state = (await createTrainer(tinyOptions(meanEngine))).state();
  await expect(createTrainer(tinyOptions(meanEngine, { learningRate: 2e-3 }), state)).rejects.toThrow(
    new RangeError(
      "createTrainer: learningRate must be 0.001 as in the run to resume, got 0.002. " +
        "Use the old value, or start a new run.",
    ),
  );
});
