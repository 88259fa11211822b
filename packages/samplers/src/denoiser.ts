/**
 * A denoising function: a network with its parameters, a compiled function, or a closed formula. Create one from a TensorFlow.js function
 * with `tensorDenoiser` of `@cellgen/diffusion`.
 *
 * @param xt - Noisy images, concatenated, each `[height, width, channels]`, all at the same timestep. Do not modify it.
 * @param t - The timestep of all images in the batch. The samplers of this package pass an integer in 0…numTimesteps-1.
 * @returns The output defined by `predictionType`, of `xt`'s length. Return a new array from each call: guidance compares two outputs.
 */
export type Denoiser = (xt: Float32Array, t: number) => Promise<Float32Array>;
