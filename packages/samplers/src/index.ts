/**
 * Generate images with DDPM, DDIM or DPM-Solver++, recover the noise of an image with DDIM inversion, and inpaint with RePaint. A sampler
 * needs a denoising function, noise, and a list of timesteps. It works on plain arrays and depends only on other `@cellgen` packages.
 *
 * ```ts
 * import { dpmppTimesteps, sampleDpmpp2m, seededNoise } from "@cellgen/samplers";
 *
 * const noise = seededNoise(42, [0, 1, 2, 3], [32, 32, 1]); // images 0…3 of seed 42
 * const timesteps = dpmppTimesteps(schedule, 20);
 * const xStart = await sampleDpmpp2m(denoiser, noise, { schedule, predictionType: "epsilon", timesteps });
 * ```
 *
 * @module
 */

export type { Denoiser } from "./denoiser.ts";
export { guidedDenoiser } from "./guidedDenoiser.ts";
export { type InvertDdimOptions, invertDdim } from "./invertDdim.ts";
export { addNoise } from "./noise/addNoise.ts";
export type { SamplerNoise } from "./noise/samplerNoise.ts";
export { seededNoise } from "./noise/seededNoise.ts";
export { type KnownPixels, type RepaintOptions, repaint } from "./repaint.ts";
export { type DdimOptions, sampleDdim } from "./sampleDdim.ts";
export { type DdpmOptions, sampleDdpm } from "./sampleDdpm.ts";
export { sampleDpmpp2m } from "./sampleDpmpp2m.ts";
export type { Sampler } from "./sampler.ts";
export {
  defaultGuidanceScale,
  defaultSampler,
  defaultSteps,
  defaultStepsFor,
  type SamplerName,
  samplerNames,
} from "./samplerDefaults.ts";
export type { SamplerOptions, SamplerProgress } from "./samplerOptions.ts";
export { dpmppTimesteps } from "./timesteps/dpmppTimesteps.ts";
export { repaintSteps } from "./timesteps/repaintSteps.ts";
