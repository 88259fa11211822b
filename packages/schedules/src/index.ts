/**
 * Create the noise schedule of a diffusion model and choose the timesteps that a sampler visits. All tables are float64 arrays; there are
 * no tensors and no dependencies.
 *
 * ```ts
 * import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
 *
 * const schedule = noiseSchedule("squaredcos_cap_v2", 1000);
 * console.log(schedule.alphasCumprod[500]); // 0.492285…: x_500 is about half signal, half noise
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
export { shiftedSchedule } from "./shiftedSchedule.ts";
export { sigmoidSchedule } from "./sigmoidSchedule.ts";
export { spacedTimesteps, type TimestepSpacing } from "./spacedTimesteps.ts";
