import {
  dpmppTimesteps,
  type Sampler,
  type SamplerOptions,
  sampleDdim,
  sampleDdpm,
  sampleDpmpp2m,
} from "@cellgen/samplers";
import { spacedTimesteps } from "@cellgen/schedules";
import { noiseScheduleOf, type SchedulerConfig } from "./schedulerConfig.ts";

const samplerNames = ["ddpm", "ddim", "dpm++2m"] as const;

export type SamplerName = (typeof samplerNames)[number];

export interface SamplerChoice {
  /**
   * "dpm++2m" needs the fewest steps, "ddim" is deterministic as well, "ddpm" draws as the model was defined. Or a sampler of one's own,
   * which gets the timesteps of the model's scheduler.
   */
  readonly sampler: SamplerName | Sampler;
  /**
   * Calls of the network, 1…numTrainTimesteps: about 20 for "dpm++2m", 50 for "ddim", all of them for "ddpm". A sampler of one's own gets so
   * many timesteps.
   */
  readonly steps: number;
  /** How much of DDPM's noise "ddim" adds, 0…1. The others take none but 0. @default 0 */
  readonly eta?: number;
}

/** A choice of sampler, for a model's scheduler. */
export interface ModelSampler {
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
 * @throws RangeError if the choice cannot be followed.
 */
export function modelSampler(
  caller: string,
  scheduler: SchedulerConfig,
  choice: SamplerChoice,
): ModelSampler {
  const { sampler, steps, eta = 0 } = choice;
  const { predictionType, clipSample, varianceType, timestepSpacing, stepsOffset } = scheduler;
  if (typeof sampler !== "function" && !samplerNames.includes(sampler)) {
    throw new RangeError(
      `${caller}: sampler must be one of ${samplerNames.join(", ")}, or a function, got ${sampler}.`,
    );
  }
  if (!(eta >= 0 && eta <= 1) || (eta > 0 && sampler !== "ddim")) {
    throw new RangeError(
      `${caller}: eta must be in 0…1, and 0 but for "ddim", got ${eta} for ${shownSampler(sampler)}.`,
    );
  }
  const { numTrainTimesteps } = scheduler;
  if (!Number.isInteger(steps) || steps < 1 || steps > numTrainTimesteps) {
    throw new RangeError(`${caller}: steps must be a whole number in 1…${numTrainTimesteps}, got ${steps}.`);
  }
  const schedule = noiseScheduleOf(scheduler);
  const timesteps =
    sampler === "dpm++2m"
      ? dpmppTimesteps(schedule, steps)
      : spacedTimesteps(timestepSpacing, numTrainTimesteps, steps, stepsOffset);
  return {
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
 * Refuses samplers that draw noise of their own where images come from the noise that others were inverted to: nothing would tie them to those.
 *
 * @throws RangeError
 */
export function checkDrawsNoNoise(caller: string, { sampler, eta = 0 }: SamplerChoice): void {
  if (sampler !== "ddpm" && eta === 0) return;
  throw new RangeError(
    `${caller}: sampler must draw no noise of its own, which would take the place of the images', got ${shownSampler(sampler)}${eta === 0 ? "" : ` with eta ${eta}`}. Take "ddim" or "dpm++2m".`,
  );
}

function shownSampler(sampler: SamplerChoice["sampler"]): string {
  return typeof sampler === "function" ? "a function" : `"${sampler}"`;
}
