import type { PredictionType } from "@cellgen/diffusion";
import type { NoiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { predictions } from "./predictions.ts";

/** What a sampler tells after each step. Both tensors are the sampler's, and gone when the step after begins: copy what you keep. */
export interface SamplerProgress {
  /** Steps taken, 1…steps. */
  readonly step: number;
  readonly steps: number;
  /** The timestep that the denoiser saw in this step. */
  readonly t: number;
  /** The timestep whose noise `xt` has; null after the last step to the clean images: nothing of the noise is left. */
  readonly tNext: number | null;
  /** The images after the step, `[batch, height, width, channels]`; after the last one, the samples. */
  readonly xt: tf.Tensor4D;
  /** What the step took the clean images for, of `xt`'s shape, clipped where `clipSample` says so. */
  readonly predXStart: tf.Tensor4D;
}

/** What every sampler takes. */
export interface SamplerOptions {
  readonly schedule: NoiseSchedule;
  /** What the denoiser's output is. */
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
  /** Called after each step; the sampler waits for the promise. What it throws ends the sampling. */
  onProgress?(progress: SamplerProgress): void | Promise<void>;
  /** Ends the sampling: the promise is rejected with `signal.reason`, after the denoiser's call in progress. */
  readonly signal?: AbortSignal;
}

/**
 * Refuses options that no sampler can follow.
 *
 * @returns `alphasCumprod` at each listed timestep, then that of `endTimestep`, or 1: that of the clean image. So `[index + 1]` is that of
 * the true next timestep.
 */
export function listedAlphasCumprod(caller: string, options: SamplerOptions): Float64Array {
  const { schedule, predictionType, timesteps, endTimestep } = options;
  if (!Object.hasOwn(predictions, predictionType)) {
    throw new RangeError(
      `${caller}: predictionType must be ${Object.keys(predictions).join(", ")}, got ${predictionType}.`,
    );
  }
  const list = Array.from(timesteps);
  if (list.length === 0) throw new RangeError(`${caller}: timesteps must not be empty.`);
  list.forEach((t, index) => {
    if (!Number.isInteger(t) || t < 0 || t >= schedule.numTimesteps) {
      throw new RangeError(
        `${caller}: timesteps must be integers in 0…${schedule.numTimesteps - 1}, got ${t} at ${index}.`,
      );
    }
    if (index > 0 && t >= list[index - 1]!) {
      throw new RangeError(
        `${caller}: timesteps must be strictly descending, got ${t} after ${list[index - 1]}. Begin with the noisiest.`,
      );
    }
  });
  const last = list.at(-1)!;
  if (
    endTimestep !== undefined &&
    !(Number.isInteger(endTimestep) && endTimestep >= 0 && endTimestep < last)
  ) {
    throw new RangeError(
      `${caller}: endTimestep must be an integer from 0, below the last timestep ${last}, got ${endTimestep}.`,
    );
  }
  const end = endTimestep === undefined ? 1 : schedule.alphasCumprod[endTimestep]!;
  return Float64Array.of(...list.map((t) => schedule.alphasCumprod[t]!), end);
}
