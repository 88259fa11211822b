/**
 * Anything that denoises: a network with its parameters, a compiled function, a formula. `tensorDenoiser` of `@cellgen/diffusion` makes one
 * of a TensorFlow.js function.
 *
 * @param xt - Noisy images of one noise level, one after the other, each `[height, width, channels]`. Not to be changed.
 * @param t - The timestep, the same for the whole batch: of the samplers here an integer, 0…numTimesteps-1.
 * @returns The output that `predictionType` names, of `xt`'s length: a new array at each call, since guidance compares two outputs.
 */
export type Denoiser = (xt: Float32Array, t: number) => Promise<Float32Array>;
