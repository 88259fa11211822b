import { dpmppTimesteps } from "@cellgen/samplers";
import { type NoiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import type { ModelSampler } from "./modelSampler.ts";

/**
 * Return the timesteps of the trajectory from x_t to x_0: `t` first, then evenly spaced below it, in time or, for "dpm++2m", in the logarithm
 * of the signal-to-noise ratio.
 *
 * @param steps - Maximum number of timesteps; at most t + 1 are returned.
 */
export function timestepsFrom(
  schedule: NoiseSchedule,
  sampler: ModelSampler["sampler"],
  steps: number,
  t: number,
): Int32Array {
  const numTimesteps = t + 1;
  const count = Math.min(steps, numTimesteps);
  if (sampler !== "dpm++2m" || count === 1) return spacedTimesteps("trailing", numTimesteps, count);
  const alphasCumprod = schedule.alphasCumprod.subarray(0, numTimesteps);
  return dpmppTimesteps({ ...schedule, numTimesteps, alphasCumprod }, count);
}
