import { checkSeed } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import type { ModelClass } from "../network/classCondition.ts";
import type { UnitImage } from "../network/unitImage.ts";
import type { ModelSampler, SamplerChoice } from "../sampling/modelSampler.ts";
import type { ClippingLimits } from "./beforeClipping.ts";

export interface DenoiseOptions extends SamplerChoice {
  /** Standard deviation of the image's white noise, where images are in [-1, 1]: twice the share of the range that it is. */
  readonly noise: number;
  /**
   * "mean" is the estimate of least squared error: what the network predicts in one call, or the mean of several samples. It is
   * blurred where the posterior is wide. "sample" is a sample from the posterior: sharp, with details that are plausible, not known.
   */
  readonly mode: "mean" | "sample";
  /** Number of samples; from 2 there is a map of the uncertainty. @default 1 */
  readonly samples?: number;
  /** Of the samples; an integer in 0…2^53-1. One call of the network needs none. @default 0 */
  readonly seed?: number;
  /** The class of the image. @default any */
  readonly class?: ModelClass | undefined;
  /** For several samples it must add noise: "ddpm", "ddim" with `eta` above 0, or a custom one. @default "ddpm" */
  readonly sampler?: ModelSampler["sampler"];
  /** Calls of the network a sample, at most: no more than the timesteps that are left. @default 25 */
  readonly steps?: number;
  /**
   * The values at which the image was clipped, as files do with noise beyond black and white. A value there, or beyond, is treated as
   * censored and estimated with the image, which avoids a grey veil over white. One more network evaluation where there are such values. @default none
   */
  readonly limits?: ClippingLimits;
  /** Called after each call of the network; denoising waits for the promise. What it throws ends it. */
  onProgress?(progress: DenoiseProgress): void | Promise<void>;
  /** Ends denoising with `signal.reason`, after the network's call in progress. */
  readonly signal?: AbortSignal;
}

/** Defaults of denoising. */
export const denoiseDefaults = { samples: 1, sampler: "ddpm", steps: 25 } as const;

export interface DenoiseProgress {
  /** Of the network, from 1. */
  readonly calls: number;
  readonly totalCalls: number;
}

/** Refuses what a model cannot denoise. The noise, the class, the sampler and its steps are checked where they are used. */
export function checkDenoiseOptions(model: DiffusionModel, image: UnitImage, options: DenoiseOptions): void {
  const { mode, samples = denoiseDefaults.samples, seed = 0, limits } = options;
  const { sampler = denoiseDefaults.sampler, eta = 0 } = options;
  checkFieldOf(model, image);
  if (mode !== "mean" && mode !== "sample") {
    throw new RangeError(`denoise: mode must be "mean" or "sample", got ${JSON.stringify(mode)}.`);
  }
  checkSamples(samples);
  const drawsNoise = sampler === "ddpm" || typeof sampler === "function" || eta > 0;
  if (samples > 1 && !drawsNoise) {
    throw new RangeError(
      `denoise: sampler must add noise for ${samples} samples, which would be the same otherwise, got "${sampler}" with eta ${eta}. Use "ddpm", or "ddim" with eta 1.`,
    );
  }
  if (limits && !(limits[0] < limits[1])) {
    throw new RangeError(`denoise: limits must be [min, max] with min < max, got [${limits}].`);
  }
  checkSeed("denoise", "seed", seed);
}

/** @throws RangeError if there are no random numbers for as many. */
export function checkSamples(samples: number): void {
  if (!Number.isSafeInteger(samples) || samples < 1 || samples > 2 ** 32) {
    throw new RangeError(`denoise: samples must be a whole number in 1…2^32, got ${samples}.`);
  }
}

function checkFieldOf({ card }: DiffusionModel, { values, height, width, channels }: UnitImage): void {
  for (const [name, side] of [
    ["height", height],
    ["width", width],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`denoise: image's ${name} must be a whole number from 1, got ${side}.`);
    }
  }
  if (channels !== card.channels) {
    throw new RangeError(`denoise: image must have the model's ${card.channels} channels, got ${channels}.`);
  }
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `denoise: image must hold ${height} x ${width} x ${channels} = ${height * width * channels} values, got ${values.length}.`,
    );
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    throw new RangeError(`denoise: image must hold numbers, got ${values[wrong]} at ${wrong}.`);
  }
}
