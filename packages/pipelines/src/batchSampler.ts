import {
  type Denoiser,
  dpmppTimesteps,
  type SamplerNoise,
  type SamplerOptions,
  sampleDdim,
  sampleDdpm,
  sampleDpmpp2m,
} from "@cellgen/samplers";
import { spacedTimesteps } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { noiseScheduleOf, type SchedulerConfig } from "./schedulerConfig.ts";

const samplerNames = ["ddpm", "ddim", "dpm++2m"] as const;

export type SamplerName = (typeof samplerNames)[number];

export interface SamplerChoice {
  /** "dpm++2m" needs the fewest steps, "ddim" is deterministic as well, "ddpm" draws as the model was defined. */
  readonly sampler: SamplerName;
  /** Calls of the network, 1…numTrainTimesteps: about 20 for "dpm++2m", 50 for "ddim", all of them for "ddpm". */
  readonly steps: number;
  /** How much of DDPM's noise "ddim" adds, 0…1. The others take none but 0. @default 0 */
  readonly eta?: number;
}

/** Draws a batch with a model's scheduler and a choice of sampler. The samples are the caller's. */
export type BatchSampler = (
  denoiser: Denoiser,
  noise: SamplerNoise,
  watch: Pick<SamplerOptions, "onProgress" | "signal">,
) => Promise<tf.Tensor4D>;

/**
 * The sampler for a model. The timesteps of "ddpm" and "ddim" are spaced as the scheduler says, those of "dpm++2m" evenly in the logarithm
 * of the signal-to-noise ratio.
 *
 * @throws RangeError if the choice cannot be followed.
 */
export function batchSampler(scheduler: SchedulerConfig, choice: SamplerChoice): BatchSampler {
  const { sampler, steps, eta = 0 } = choice;
  const { predictionType, clipSample, varianceType, timestepSpacing, stepsOffset } = scheduler;
  if (!samplerNames.includes(sampler)) {
    throw new RangeError(`generate: sampler must be one of ${samplerNames.join(", ")}, got ${sampler}.`);
  }
  if (!(eta >= 0 && eta <= 1) || (eta > 0 && sampler !== "ddim")) {
    throw new RangeError(`generate: eta must be in 0…1, and 0 but for "ddim", got ${eta} for "${sampler}".`);
  }
  const { numTrainTimesteps } = scheduler;
  if (!Number.isInteger(steps) || steps < 1 || steps > numTrainTimesteps) {
    throw new RangeError(`generate: steps must be a whole number in 1…${numTrainTimesteps}, got ${steps}.`);
  }
  const schedule = noiseScheduleOf(scheduler);
  const timesteps =
    sampler === "dpm++2m"
      ? dpmppTimesteps(schedule, steps)
      : spacedTimesteps(timestepSpacing, numTrainTimesteps, steps, stepsOffset);
  const options = { schedule, predictionType, timesteps, clipSample };
  return (denoiser, noise, watch) => {
    switch (sampler) {
      case "ddpm":
        return sampleDdpm(denoiser, noise, { ...options, ...watch, varianceType });
      case "ddim":
        return sampleDdim(denoiser, noise, { ...options, ...watch, eta });
      case "dpm++2m":
        return sampleDpmpp2m(denoiser, noise, { ...options, ...watch });
    }
  };
}
