/** Names of the samplers, the default first. */
export const samplerNames = ["dpm++2m", "ddim", "ddpm"] as const;

/** Sampler name: "dpm++2m" is {@link sampleDpmpp2m}, "ddim" {@link sampleDdim}, "ddpm" {@link sampleDdpm}. */
export type SamplerName = (typeof samplerNames)[number];

/** The default sampler. It needs the fewest steps to generate good images. */
export const defaultSampler: "dpm++2m" = "dpm++2m";

/** Default number of steps of each sampler, limited to the number of timesteps of the schedule. */
export const defaultSteps: Readonly<Record<SamplerName, number>> = { "dpm++2m": 20, ddim: 50, ddpm: 1000 };

/** Default guidance scale: 1, the conditional model as trained. */
export const defaultGuidanceScale = 1;

/** Return the default number of steps of a sampler, at most `numTimesteps`. */
export function defaultStepsFor(sampler: SamplerName, numTimesteps: number): number {
  return Math.min(defaultSteps[sampler], numTimesteps);
}
