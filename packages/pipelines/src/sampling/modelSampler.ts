import {
  defaultSampler,
  defaultStepsFor,
  dpmppTimesteps,
  type Sampler,
  type SamplerName,
  type SamplerOptions,
  sampleDdim,
  sampleDdpm,
  sampleDpmpp2m,
  samplerNames,
} from "@cellgen/samplers";
import { spacedTimesteps } from "@cellgen/schedules";
import { noiseScheduleOf, type SchedulerConfig } from "../model/noiseScheduleOf.ts";
import { OptionError } from "../options/OptionError.ts";
import { shownSampler } from "./shownSampler.ts";

export interface SamplerChoice {
  /**
   * "dpm++2m" needs the fewest steps, "ddim" is also deterministic, and "ddpm" is the original sampler of the model. A custom sampler gets the
   * timesteps of the model's scheduler.
   * @default "dpm++2m"
   */
  readonly sampler?: SamplerName | Sampler;
  /**
   * Number of network evaluations, 1…numTrainTimesteps. For a custom sampler, the number of timesteps.
   * @default 20 for "dpm++2m", 50 for "ddim" and a custom sampler, 1000 for "ddpm", but at most numTrainTimesteps
   */
  readonly steps?: number;
  /** Share of DDPM's noise that "ddim" adds, 0…1. Must be 0 for other samplers. @default 0 */
  readonly eta?: number;
}

/** A sampler and its options for a model's scheduler, with all defaults filled in. */
export interface ModelSampler extends Pick<Required<SamplerChoice>, "sampler" | "steps"> {
  readonly sample: Sampler;
  /** Options of `sample` that follow from the scheduler and the choice. */
  readonly options: Pick<SamplerOptions, "schedule" | "predictionType" | "clipSample"> & {
    readonly timesteps: Int32Array;
  };
}

/**
 * Resolve the sampler for a model. The timesteps of "dpm++2m" are evenly spaced in the logarithm of the signal-to-noise ratio; those of other
 * samplers follow the scheduler's spacing.
 *
 * @throws OptionError if the sampler, its steps or `eta` are out of range.
 */
export function modelSampler(
  caller: string,
  scheduler: SchedulerConfig,
  choice: SamplerChoice,
): ModelSampler {
  const { sampler = defaultSampler, eta = 0 } = choice;
  const outOfRange = (option: string, problem: string): OptionError =>
    new OptionError(caller, "ERR_OUT_OF_RANGE", option, problem);
  const { predictionType, clipSample, varianceType, timestepSpacing, stepsOffset } = scheduler;
  if (typeof sampler !== "function" && !samplerNames.includes(sampler)) {
    throw outOfRange("sampler", `must be one of ${samplerNames.join(", ")}, or a function, got ${sampler}.`);
  }
  if (!(eta >= 0 && eta <= 1) || (eta > 0 && sampler !== "ddim")) {
    throw outOfRange(
      "eta",
      `must be in 0…1, and 0 unless the sampler is "ddim", got ${eta} for ${shownSampler(sampler)}.${sampler === "ddim" ? "" : ' Omit it, or use "ddim".'}`,
    );
  }
  const { numTrainTimesteps } = scheduler;
  const usual = typeof sampler === "function" ? "ddim" : sampler;
  const { steps = defaultStepsFor(usual, numTrainTimesteps) } = choice;
  if (!Number.isInteger(steps) || steps < 1 || steps > numTrainTimesteps) {
    throw outOfRange("steps", `must be an integer in 1…${numTrainTimesteps}, got ${steps}.`);
  }
  const schedule = noiseScheduleOf(scheduler);
  const timesteps =
    sampler === "dpm++2m"
      ? dpmppTimesteps(schedule, steps)
      : spacedTimesteps(timestepSpacing, numTrainTimesteps, steps, stepsOffset);
  return {
    sampler,
    steps,
    options: { schedule, predictionType, clipSample, timesteps },
    sample: (denoiser, noise, options) => {
      if (typeof sampler === "function") return sampler(denoiser, noise, options);
      switch (sampler) {
        case "ddpm":
          return sampleDdpm(denoiser, noise, { ...options, varianceType });
        case "ddim":
          return sampleDdim(denoiser, noise, { ...options, eta });
        case "dpm++2m":
          return sampleDpmpp2m(denoiser, noise, options);
      }
    },
  };
}
