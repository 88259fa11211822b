import type { ModelClass } from "../network/classCondition.ts";
import type { SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

/** How masked regions are inpainted: more network evaluations give better agreement with the known pixels. */
export interface InpaintPreset extends SamplerChoice {
  readonly sampler: NonNullable<SamplerChoice["sampler"]>;
  /** Timesteps; the network is evaluated more often, see `resamplings`. */
  readonly steps: number;
  /** Steps of a jump back, 1…steps − 1. */
  readonly jumpLength: number;
  /** Number of times that each step is taken, from 1. */
  readonly resamplings: number;
  /**
   * Where the timesteps lie: "log-snr" spreads them evenly in the logarithm of the signal-to-noise ratio, more of them where little noise is
   * left and what is filled comes to agree with what is known; "scheduler" takes those that the sampler takes elsewhere.
   * @default "log-snr"
   */
  readonly spacing?: "log-snr" | "scheduler";
}

/** Presets by name, with 140, 460 and 2410 network evaluations. "paper" is as RePaint was published. */
export const inpaintPresets: Readonly<Record<"fast" | "good" | "paper", InpaintPreset>> = {
  fast: { sampler: "ddpm", steps: 50, jumpLength: 5, resamplings: 3 },
  good: { sampler: "ddpm", steps: 100, jumpLength: 10, resamplings: 5 },
  paper: { sampler: "ddpm", steps: 250, jumpLength: 10, resamplings: 10, spacing: "scheduler" },
};

/** Defaults of `inpaintImage`. */
export const inpaintDefaults = { samples: 4, preset: "good" } as const;

export interface InpaintOptions extends InpaintPreset, WatchOptions {
  /** Completions, from 1. */
  readonly count: number;
  /** The number of the first completion: first…first + count − 1 are generated. @default 0 */
  readonly first?: number;
  /** An integer in 0…2^53-1. */
  readonly seed: number;
  /** The image's class. Without, a class-conditional model needs a null class. @default any */
  readonly class?: ModelClass | undefined;
  /** How much the class counts: 1 is as trained; any other value calls the network twice a step. @default 1 */
  readonly guidanceScale?: number;
}
