import type { CompiledFunction, Engine, HostArray } from "@cellgen/engine";
import { randomStream } from "@cellgen/random";
import { noiseSchedule } from "@cellgen/schedules";
import { type UnetConfig, unet } from "@cellgen/unet";
import {
  createTrainer,
  type Trainer,
  type TrainerOptions,
  type TrainingBatches,
  type TrainingRecord,
} from "../src/index.ts";

/** A network of two levels with attention: about 9,000 parameters. */
export function tinyUnet(config: Partial<UnetConfig> = {}) {
  return unet({
    inChannels: 1,
    outChannels: 1,
    blockOutChannels: [8, 16],
    downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
    layersPerBlock: 1,
    normNumGroups: 4,
    ...config,
  });
}

/** Images of 8 x 8: uniform noise, each a function of the step. Classes take turns. */
export function noiseBatches(batchSize: number, classCount = 1): TrainingBatches {
  return {
    batchSize,
    height: 8,
    width: 8,
    channels: 1,
    batch: async (step) => ({
      xStart: randomStream(7, "test", step)
        .fillUniform(new Float32Array(batchSize * 64))
        .map((value) => 2 * value - 1),
      labels: Int32Array.from({ length: batchSize }, (_, image) => (step + image) % classCount),
    }),
  };
}

/** The shortest run that has everything: classes, label dropout, dropout, warm-up, clipping. */
export function tinyOptions(engine: Engine, changes: Partial<TrainerOptions> = {}): TrainerOptions {
  return {
    engine,
    unet: tinyUnet({ numClassEmbeds: 4, dropout: 0.1 }),
    schedule: noiseSchedule("squaredcos_cap_v2", 100),
    predictionType: "v_prediction",
    batches: noiseBatches(2, 3),
    classCount: 3,
    labelDropout: 0.3,
    steps: 6,
    warmupSteps: 2,
    seed: 11,
    ...changes,
  };
}

/** An engine that computes nothing of the step: loss and gradients are the mean of the images, so that it shows if one is NaN. */
export const meanEngine: Engine = {
  name: "cpu",
  description: "the mean of the images",
  compile: async () => {
    const run = async (
      inputs: Readonly<Record<string, HostArray>>,
      into: Readonly<Record<string, HostArray>> = {},
    ): Promise<Record<string, HostArray>> => {
      const images = inputs["xStart"]!;
      const mean = Array.from(images).reduce((sum, value) => sum + value, 0) / images.length;
      for (const values of Object.values(into)) values.fill(mean);
      return { ...into };
    };
    return Object.assign(run, { outputs: {}, dispose: async () => {} }) as CompiledFunction;
  },
  dispose: async () => {},
};

/** Takes at most `count` steps. */
export async function take(trainer: Trainer, count = Infinity): Promise<TrainingRecord[]> {
  const records: TrainingRecord[] = [];
  if (count === 0) return records;
  for await (const record of trainer.run()) {
    records.push(record);
    if (records.length === count) break;
  }
  return records;
}

/** What two steps make of the network: the first changes only what is not zero in the beginning. */
export async function trainedTwice(
  engine: Engine,
): Promise<{ losses: readonly number[]; parameters: readonly number[] }> {
  const trainer = await createTrainer(tinyOptions(engine, { steps: 2, warmupSteps: 0 }));
  const records = await take(trainer);
  const parameters = Object.values(trainer.parameters()).flatMap((values) => [...values]);
  await trainer.dispose();
  return { losses: records.map(({ loss }) => loss), parameters };
}
