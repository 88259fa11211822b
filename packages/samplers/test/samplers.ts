import {
  type Denoiser,
  type SamplerNoise,
  type SamplerOptions,
  sampleDdim,
  sampleDdpm,
  sampleDpmpp2m,
} from "../src/index.ts";

/** Every sampler, each way in which it differs from itself. */
export const samplers = {
  "sampleDdpm, fixed_small": sampleDdpm,
  "sampleDdpm, fixed_large": (denoiser: Denoiser, noise: SamplerNoise, options: SamplerOptions) =>
    sampleDdpm(denoiser, noise, { ...options, varianceType: "fixed_large" }),
  "sampleDdim, eta 0": sampleDdim,
  "sampleDdim, eta 1": (denoiser: Denoiser, noise: SamplerNoise, options: SamplerOptions) =>
    sampleDdim(denoiser, noise, { ...options, eta: 1 }),
  "sampleDdim, noise as predicted": (denoiser: Denoiser, noise: SamplerNoise, options: SamplerOptions) =>
    sampleDdim(denoiser, noise, { ...options, noiseFromClipped: false }),
  sampleDpmpp2m,
};
