/**
 * Train networks: `fit` minimises any loss with a compiled step, AdamW and a moving average of the weights (EMA), and `createTrainer`
 * trains a diffusion model with it. Both resume from their state bit for bit. Browser-safe; checkpoints on disk are
 * `@cellgen/training/node`.
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
export type { AdamwOptions } from "./adamw.ts";
export { type CosineLearningRateOptions, cosineLearningRate } from "./cosineLearningRate.ts";
export { createTrainer } from "./createTrainer.ts";
export { emaDecay } from "./emaDecay.ts";
export { fit } from "./fit.ts";
export type { FitOptions, Objective, UpdateSchedule } from "./fitOptions.ts";
export type { Fit, FitRecord } from "./fitResult.ts";
export type { FitState, StateGroup, StateTensor } from "./fitState.ts";
export { NonFiniteStepError } from "./NonFiniteStepError.ts";
export type { RunSettings } from "./run/runSettings.ts";
export type { Trainer, TrainingRecord, TrainingState } from "./trainer.ts";
export type { TrainerOptions, TrainingBatch, TrainingBatches } from "./trainerOptions.ts";
export { trainingDefaults } from "./trainingDefaults.ts";
export type { TrainingSettings } from "./trainingSettings.ts";
export { type TrainingStep, type TrainingStepOptions, trainingStep } from "./trainingStep.ts";
