/** The names of the samplers, the default first. */
export const samplerNames = ["dpm++2m", "ddim", "ddpm"] as const;

/** "dpm++2m" is {@link sampleDpmpp2m}, "ddim" {@link sampleDdim}, "ddpm" {@link sampleDdpm}. */
export type SamplerName = (typeof samplerNames)[number];

/** The sampler that generates good images in the fewest steps. */
export const defaultSampler: "dpm++2m" = "dpm++2m";

/** Steps of each sampler where none are given; for a schedule of fewer timesteps, all of those. */
export const defaultSteps: Readonly<Record<SamplerName, number>> = { "dpm++2m": 20, ddim: 50, ddpm: 1000 };

/** Guidance where none is given: 1, the conditional model as trained. */
export const defaultGuidanceScale = 1;

/** The default number of steps of a sampler for a model of `numTimesteps` timesteps: at most as many. */
export function defaultStepsFor(sampler: SamplerName, numTimesteps: number): number {
  return Math.min(defaultSteps[sampler], numTimesteps);
}
