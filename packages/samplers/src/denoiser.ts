import type * as tf from "@tensorflow/tfjs-core";

/**
 * Anything that denoises: a network with its parameters, a compiled function, a formula.
 *
 * @param xt - Noisy images of one timestep, `[batch, height, width, channels]`; the sampler's, not to be disposed or kept.
 * @param t - The timestep, 0…numTimesteps-1, the same for the whole batch.
 * @returns The raw output, of `xt`'s shape: what `predictionType` says. A tensor of its own, never `xt`; the sampler disposes it.
 */
export type Denoiser = (xt: tf.Tensor4D, t: number) => tf.Tensor4D | Promise<tf.Tensor4D>;
