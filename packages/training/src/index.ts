/**
 * Train networks. `fit` minimizes any loss with a compiled step, AdamW and an exponential moving average (EMA) of the weights;
 * `createTrainer` uses it to train a diffusion model. Both can resume from a saved state with bit-for-bit identical results. Works in Node and
 * in browsers; to save checkpoints to disk, use `@cellgen/training/node`.
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

export { createTrainer } from "./diffusion/createTrainer.ts";
export type { StageTime, Trainer, TrainingRecord, TrainingState } from "./diffusion/trainer.ts";
export type { TrainerOptions, TrainingBatch, TrainingBatches } from "./diffusion/trainerOptions.ts";
export { trainingDefaults } from "./diffusion/trainingDefaults.ts";
export type { TrainingSettings } from "./diffusion/trainingSettings.ts";
export { fit } from "./fit/fit.ts";
export type { FitOptions, Objective, UpdateSchedule } from "./fit/fitOptions.ts";
export type { Fit, FitRecord } from "./fit/fitResult.ts";
export type { FitState, StateGroup, StateTensor } from "./fit/fitState.ts";
export { NonFiniteStepError } from "./fit/NonFiniteStepError.ts";
export { type TrainingStep, type TrainingStepOptions, trainingStep } from "./fit/trainingStep.ts";
export type { AdamwOptions } from "./optimizer/adamw.ts";
export { type CosineLearningRateOptions, cosineLearningRate } from "./optimizer/cosineLearningRate.ts";
export { emaDecay } from "./optimizer/emaDecay.ts";
export type { RunSettings } from "./run/settings/runSettings.ts";
