/**
 * Compute the mathematics of denoising diffusion models with pure TensorFlow.js functions: the forward process and its posterior,
 * predictions from a network's output, the training loss, and one reverse step. The package has no networks, loops or random numbers:
 * noise and timesteps are arguments.
 *
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { qSample } from "@cellgen/diffusion";
 * import { noiseSchedule } from "@cellgen/schedules";
 *
 * const xStart = tf.ones([2, 8, 8, 1]);
 * qSample(noiseSchedule("linear"), xStart, tf.tensor1d([10, 900], "int32"), tf.randomNormal([2, 8, 8, 1])).print();
 * ```
 *
 * @module
 */

export type { VarianceType } from "./coefficients/ddpmCoefficients.ts";
export type { PredictionType } from "./coefficients/predictionType.ts";
export { type LossWeighting, lossWeightings, lossWeights } from "./lossWeights.ts";
export { predictionTarget } from "./prediction/predictionTarget.ts";
export { predictNoise } from "./prediction/predictNoise.ts";
export { predictXStart } from "./prediction/predictXStart.ts";
export { velocity } from "./prediction/velocity.ts";
export { type PSampleOptions, pSample } from "./pSample.ts";
export { type Posterior, qPosterior } from "./qPosterior.ts";
export { qSample } from "./qSample.ts";
export { qStep } from "./qStep.ts";
export { simpleLoss } from "./simpleLoss.ts";
export { tensorDenoiser } from "./tensorDenoiser.ts";
