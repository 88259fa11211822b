import type { Engine } from "../../packages/engine/src/index.ts";
import { createGenerator } from "../../packages/pipelines/src/index.ts";
import { tinyModel } from "../../packages/pipelines/test/tinyModel.ts";
import { createTrainer } from "../../packages/training/src/index.ts";
import { tinyOptions } from "../../packages/training/test/tinyTraining.ts";

/** What must come out the same on every engine. */
export interface TrainedAndSampled {
  /** The loss of each step. */
  readonly losses: readonly number[];
  /** Of the first step, before clipping. */
  readonly gradientNorm: number;
  /** All parameters after the last step. */
  readonly parameters: readonly number[];
  /** The values of two images of ten steps of DDIM. */
  readonly images: readonly number[];
}

/** Two steps of a small training, with classes, dropout and AdamW, and two images of a small model by DDIM. */
export async function trainAndSample(engine: Engine): Promise<TrainedAndSampled> {
  const trainer = await createTrainer(tinyOptions(engine));
  const records = [];
  for await (const record of trainer.run()) if (records.push(record) === 2) break;
  const { parameters } = trainer.state().tensors;
  await trainer.dispose();

  const generator = await createGenerator(tinyModel({ classes: ["round", "long"] }), engine, {
    batchSize: 2,
  });
  const images: number[] = [];
  const options = { count: 2, seed: 5, labels: 1, sampler: "ddim", steps: 10 } as const;
  for await (const { values } of generator.generate(options)) images.push(...values);
  await generator.dispose();
  return {
    losses: records.map(({ loss }) => loss),
    gradientNorm: records[0]!.gradientNorm,
    parameters: Object.values(parameters).flatMap(({ data }) => [...data]),
    images,
  };
}
