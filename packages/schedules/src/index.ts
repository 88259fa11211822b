/**
 * Noise schedules of diffusion models and the timesteps that a sampler visits. Numbers only: float64 tables, no tensors, no
 * dependencies.
 *
 * ```ts
 * import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
 *
 * const schedule = noiseSchedule("squaredcos_cap_v2", 1000);
 * console.log(schedule.alphasCumprod[500]); // 0.492285…: half of x_500's variance is the image's
 * console.log(spacedTimesteps("trailing", 1000, 4)); // 999, 749, 499, 249
 * ```
 *
 * @module
 */
export type { BetaRange } from "./betaRange.ts";
export { cosineSchedule } from "./cosineSchedule.ts";
export { linearSchedule } from "./linearSchedule.ts";
export { type BetaSchedule, type NoiseSchedule, noiseSchedule } from "./noiseSchedule.ts";
export { scaledLinearSchedule } from "./scaledLinearSchedule.ts";
export { sigmoidSchedule } from "./sigmoidSchedule.ts";
export { spacedTimesteps, type TimestepSpacing } from "./spacedTimesteps.ts";
