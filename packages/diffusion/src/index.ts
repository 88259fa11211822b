/**
 * The mathematics of denoising diffusion models as pure TensorFlow.js functions: the forward process, its posterior, what a network
 * predicts, the training loss, and one step back. No networks, no loops, no random numbers: noise and timesteps are arguments.
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
