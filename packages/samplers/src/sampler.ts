import type * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import type { SamplerNoise } from "./seededNoise.ts";

/** What every sampler is: from `noise.initial()` along `options.timesteps`. The samples are the caller's. */
export type Sampler = (
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: SamplerOptions,
) => Promise<tf.Tensor4D>;
