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

export interface SamplerChoice {
  /**
   * "dpm++2m" needs the fewest steps, "ddim" is deterministic too, "ddpm" samples as the model was defined. Or a custom sampler, which gets
   * the timesteps of the model's scheduler.
   * @default "dpm++2m"
   */
  readonly sampler?: SamplerName | Sampler;
  /**
   * Network evaluations, 1…numTrainTimesteps; the number of timesteps of a custom sampler.
   * @default 20 for "dpm++2m", 50 for "ddim" and a custom sampler, 1000 for "ddpm", or numTrainTimesteps if that is less
   */
  readonly steps?: number;
  /** How much of DDPM's noise "ddim" adds, 0…1. The others take none but 0. @default 0 */
  readonly eta?: number;
}

/** A choice of sampler with its defaults, for a model's scheduler. */
export interface ModelSampler extends Pick<Required<SamplerChoice>, "sampler" | "steps"> {
  readonly sample: Sampler;
  /** What the scheduler and the choice say of `sample`'s options. */
  readonly options: Pick<SamplerOptions, "schedule" | "predictionType" | "clipSample"> & {
    readonly timesteps: Int32Array;
  };
}

/**
 * The sampler for a model. The timesteps of "dpm++2m" are spaced evenly in the logarithm of the signal-to-noise ratio, all others as the
 * scheduler says.
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
    throw outOfRange("eta", `must be in 0…1, and 0 but for "ddim", got ${eta} for ${shownSampler(sampler)}.`);
  }
  const { numTrainTimesteps } = scheduler;
  const usual = typeof sampler === "function" ? "ddim" : sampler;
  const { steps = defaultStepsFor(usual, numTrainTimesteps) } = choice;
  if (!Number.isInteger(steps) || steps < 1 || steps > numTrainTimesteps) {
    throw outOfRange("steps", `must be a whole number in 1…${numTrainTimesteps}, got ${steps}.`);
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

/**
 * Refuses samplers that add noise where images are generated from the noise that others were inverted to: they would not resemble those.
 *
 * @throws RangeError
 */
export function checkDeterministic(caller: string, { sampler = "ddim", eta = 0 }: SamplerChoice): void {
  if (sampler !== "ddpm" && eta === 0) return;
  throw new RangeError(
    `${caller}: sampler must add no noise, which would replace that of the images, got ${shownSampler(sampler)}${eta === 0 ? "" : ` with eta ${eta}`}. Use "ddim" or "dpm++2m".`,
  );
}

function shownSampler(sampler: ModelSampler["sampler"]): string {
  return typeof sampler === "function" ? "a function" : `"${sampler}"`;
}
