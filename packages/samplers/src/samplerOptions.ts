import type { PredictionType } from "@cellgen/diffusion/coefficients";
import type { NoiseSchedule } from "@cellgen/schedules";

/** The state of a sampler after a step. Both arrays are new in each step; the sampler does not modify them afterwards. */
export interface SamplerProgress {
  /** Number of steps taken, 1…steps. */
  readonly step: number;
  readonly steps: number;
  /** The timestep passed to the denoiser in this step. */
  readonly t: number;
  /** The timestep of `xt`; null after the step to the clean images. */
  readonly tNext: number | null;
  /** The images after the step, concatenated, each `[height, width, channels]`. After the last step, the samples. */
  readonly xt: Float32Array;
  /** The clean images predicted in this step, of `xt`'s length, clipped if `clipSample`. */
  readonly predXStart: Float32Array;
}

/** Options of all samplers. */
export interface SamplerOptions {
  readonly schedule: NoiseSchedule;
  /** The meaning of the denoiser's output. */
  readonly predictionType: PredictionType;
  /**
   * The timesteps to visit, strictly descending, each 0…numTimesteps-1. The step after the last one leads to the clean image, or to
   * `endTimestep`. The first need not be the schedule's last: `noise.initial()` must return x at the first timestep of the list.
   */
  readonly timesteps: ArrayLike<number>;
  /** The timestep at which to stop, below all of `timesteps`. If omitted, sampling ends at the clean image. */
  readonly endTimestep?: number;
  /** Whether to clip the predicted clean images to [-1, 1] in each step. @default true */
  readonly clipSample?: boolean;
  /** Called after each step. The sampler awaits the promise; an error stops the sampling. */
  onProgress?(progress: SamplerProgress): void | Promise<void>;
  /** Aborts the sampling: the promise is rejected with `signal.reason` after the current denoiser call. */
  readonly signal?: AbortSignal;
}
