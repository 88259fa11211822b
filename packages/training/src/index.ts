/**
 * Trains a diffusion model: one compiled step, AdamW, a moving average of the weights (EMA), and a state that a run goes on from bit for
 * bit. Browser-safe; checkpoints on disk are `@cellgen/training/node`.
 *
 * ```ts
 * import { createTrainer } from "@cellgen/training";
 * import { saveCheckpoint } from "@cellgen/training/node";
 *
 * const trainer = await createTrainer({ engine, unet, schedule, predictionType: "v_prediction", batches, steps: 1000, seed: 0 });
 * for await (const { step, loss, imagesPerSecond } of trainer.run()) console.log(step, loss, imagesPerSecond);
 * await saveCheckpoint("run.safetensors", trainer.state());
 * ```
 *
 * @module
 */
export { type Adamw, type AdamwOptions, type AdamwStep, adamw } from "./adamw.ts";
export { type CosineLearningRateOptions, cosineLearningRate } from "./cosineLearningRate.ts";
export { createTrainer } from "./createTrainer.ts";
export { emaDecay } from "./emaDecay.ts";
export { type FlatMemory, type FlatRegion, flatMemory, type RegionName } from "./flatMemory.ts";
export { NonFiniteStepError } from "./NonFiniteStepError.ts";
export type { Trainer, TrainingRecord } from "./trainer.ts";
export type { TrainerOptions, TrainingBatch, TrainingBatches } from "./trainerOptions.ts";
export type { TrainingSettings } from "./trainingSettings.ts";
export type { StateGroup, StateTensor, TrainingState } from "./trainingState.ts";
export { type TrainingStep, type TrainingStepOptions, trainingStep } from "./trainingStep.ts";
