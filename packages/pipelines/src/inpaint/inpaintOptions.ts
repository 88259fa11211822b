import type { ModelClass } from "../network/classCondition.ts";
import type { SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

/** Settings for inpainting: more network evaluations give better agreement with the known pixels. */
export interface InpaintPreset extends SamplerChoice {
  readonly sampler: NonNullable<SamplerChoice["sampler"]>;
  /** Number of timesteps. The number of network evaluations is larger, see `resamplings`. */
  readonly steps: number;
  /** Number of steps of a jump back, 1…steps − 1. */
  readonly jumpLength: number;
  /** Number of times that each step is repeated, at least 1. */
  readonly resamplings: number;
  /**
   * Spacing of the timesteps. "log-snr" spaces them evenly in the logarithm of the signal-to-noise ratio, which puts more of them at low noise,
   * where the inpainted region is matched to the known pixels. "scheduler" uses the spacing of the model's scheduler.
   * @default "log-snr"
   */
  readonly spacing?: "log-snr" | "scheduler";
}

/** Presets by name, with 140, 460 and 2410 network evaluations. "paper" has the published settings of RePaint. */
export const inpaintPresets: Readonly<Record<"fast" | "good" | "paper", InpaintPreset>> = {
  fast: { sampler: "ddpm", steps: 50, jumpLength: 5, resamplings: 3 },
  good: { sampler: "ddpm", steps: 100, jumpLength: 10, resamplings: 5 },
  paper: { sampler: "ddpm", steps: 250, jumpLength: 10, resamplings: 10, spacing: "scheduler" },
};

/** Default options of `inpaintImage`. */
export const inpaintDefaults = { samples: 4, preset: "good" } as const;

/** Options of `createInpainter`. */
export interface InpaintOptions extends InpaintPreset, WatchOptions {
  /** Number of completions, at least 1. */
  readonly count: number;
  /** Index of the first completion: first…first + count − 1 are generated. @default 0 */
  readonly first?: number;
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
  /** Class of the image. If omitted, a class-conditional model needs a null class. @default unknown */
  readonly class?: ModelClass | undefined;
  /** Guidance scale. 1 = no guidance; other values take two network calls per step. @default 1 */
  readonly guidanceScale?: number;
}
