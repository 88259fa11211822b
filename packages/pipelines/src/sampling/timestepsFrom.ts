import { dpmppTimesteps } from "@cellgen/samplers";
import { type NoiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import type { ModelSampler } from "./modelSampler.ts";

/**
 * The timesteps of the part of a trajectory that begins at x_t: `t` first, evenly spread below it, in time or for "dpm++2m" in the logarithm of
 * the signal-to-noise ratio.
 *
 * @param steps - At most; there are no more than t + 1 timesteps.
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
