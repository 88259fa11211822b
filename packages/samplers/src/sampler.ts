import type { Denoiser } from "./denoiser.ts";
import type { SamplerNoise } from "./noise/samplerNoise.ts";
import type { SamplerOptions } from "./samplerOptions.ts";

/**
 * The common signature of all samplers. A sampler starts from `noise.initial()`, follows `options.timesteps`, and returns the samples in a
 * new array.
 */
export type Sampler = (
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: SamplerOptions,
) => Promise<Float32Array>;
