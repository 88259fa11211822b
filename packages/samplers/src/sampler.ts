import type { Denoiser } from "./denoiser.ts";
import type { SamplerNoise } from "./noise/samplerNoise.ts";
import type { SamplerOptions } from "./samplerOptions.ts";

/**
 * The signature of every sampler: from `noise.initial()` along `options.timesteps` to the samples, a new array that the caller owns.
 */
export type Sampler = (
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: SamplerOptions,
) => Promise<Float32Array>;
