import type { PredictionType } from "@cellgen/diffusion/coefficients";
import type { NoiseSchedule } from "@cellgen/schedules";

/** The state of a sampler after a step. Both arrays are new in every step, and the sampler does not change them afterwards. */
export interface SamplerProgress {
  /** Steps taken, 1…steps. */
  readonly step: number;
  readonly steps: number;
  /** The timestep that the denoiser saw in this step. */
  readonly t: number;
  /** The timestep whose noise `xt` has; null after the last step to the clean images, which have none. */
  readonly tNext: number | null;
  /** The images after the step, one after the other, each `[height, width, channels]`; after the last step, the samples. */
  readonly xt: Float32Array;
  /** The clean images predicted in the step, of `xt`'s length, clipped if `clipSample`. */
  readonly predXStart: Float32Array;
}

/** The options that all samplers share. */
export interface SamplerOptions {
  readonly schedule: NoiseSchedule;
  /** The meaning of the denoiser's output. */
  readonly predictionType: PredictionType;
  /**
   * The timesteps to visit, strictly descending, each 0…numTimesteps-1. After the last comes the clean image, whatever the last is, or
   * `endTimestep`. A list may begin anywhere: `noise.initial()` is x at its first timestep.
   */
  readonly timesteps: ArrayLike<number>;
  /** Where to stop instead of at the clean image: at x with the noise of this timestep, below all of `timesteps`. */
  readonly endTimestep?: number;
  /** Whether the predicted clean images are clipped to [-1, 1] in each step. @default true */
  readonly clipSample?: boolean;
  /** Called after each step; the sampler waits for the promise. An error in it ends the sampling. */
  onProgress?(progress: SamplerProgress): void | Promise<void>;
  /** Ends the sampling: the promise is rejected with `signal.reason`, after the denoiser's call in progress. */
  readonly signal?: AbortSignal;
}
