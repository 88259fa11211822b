import { checkSeed } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import type { ModelClass } from "../network/classCondition.ts";
import type { UnitImage } from "../network/unitImage.ts";
import type { ModelSampler, SamplerChoice } from "../sampling/modelSampler.ts";
import { checkAddsNoise } from "../sampling/samplerNoise.ts";
import type { ClippingLimits } from "./beforeClipping.ts";

/** Options of `createImageDenoiser`. */
export interface DenoiseOptions extends SamplerChoice {
  /** Standard deviation of the image's white noise, for images in [-1, 1]: twice its share of the value range. */
  readonly noise: number;
  /**
   * "mean" estimates the image with minimum expected squared error: the network's prediction in one call, or the mean of several samples. It
   * is blurred where the posterior is wide. "sample" is a sample from the posterior: sharp, with plausible but not measured details.
   */
  readonly mode: "mean" | "sample";
  /** Number of samples. With at least 2, the result includes an uncertainty map. @default 1 */
  readonly samples?: number;
  /** Random seed of the samples, an integer in 0…2^53-1. Unused by a single network call. @default 0 */
  readonly seed?: number;
  /** Class of the image. @default unknown */
  readonly class?: ModelClass | undefined;
  /** For several samples the sampler must add noise: "ddpm", "ddim" with `eta` above 0, or a custom sampler. @default "ddpm" */
  readonly sampler?: ModelSampler["sampler"];
  /** Maximum number of network calls per sample, limited by the number of remaining timesteps. @default 25 */
  readonly steps?: number;
  /**
   * Values at which the image was clipped, as in files whose noise exceeds black and white. Values at or beyond them are treated as censored
   * and estimated with the image. This avoids a gray veil over white areas, and takes one more network evaluation if any value is clipped.
   * @default none
   */
  readonly limits?: ClippingLimits;
  /** Called after each network call and awaited. An exception thrown by it stops denoising. */
  onProgress?(progress: DenoiseProgress): void | Promise<void>;
  /** Stops denoising with `signal.reason`, after the current network call. */
  readonly signal?: AbortSignal;
}

/** Default options of denoising. */
export const denoiseDefaults = { samples: 1, sampler: "ddpm", steps: 25 } as const;

export interface DenoiseProgress {
  /** Number of network calls so far, from 1. */
  readonly calls: number;
  readonly totalCalls: number;
}

/** Check the image and the options. Noise, class, sampler and steps are checked where they are used. */
export function checkDenoiseOptions(model: DiffusionModel, image: UnitImage, options: DenoiseOptions): void {
  const { mode, samples = denoiseDefaults.samples, seed = 0, limits } = options;
  const { sampler = denoiseDefaults.sampler, eta = 0 } = options;
  checkFieldOf(model, image);
  if (mode !== "mean" && mode !== "sample") {
    throw new RangeError(`denoise: mode must be "mean" or "sample", got ${JSON.stringify(mode)}.`);
  }
  checkSamples(samples);
  if (samples > 1) checkAddsNoise("denoise", samples, { sampler, eta });
  if (limits && !(limits[0] < limits[1])) {
    throw new RangeError(`denoise: limits must be [min, max] with min < max, got [${limits}].`);
  }
  checkSeed("denoise", "seed", seed);
}

/**
 * Complete the choice of sampler for images: for several samples, "ddim" adds all of DDPM's noise.
 *
 * @throws OptionError if there are several samples, and the sampler adds no noise.
 */
export function denoiseSampling({
  samples = denoiseDefaults.samples,
  sampler = denoiseDefaults.sampler,
  steps = denoiseDefaults.steps,
}: Pick<DenoiseOptions, "samples" | "sampler" | "steps">): SamplerChoice {
  const choice = { sampler, steps, ...(sampler === "ddim" && samples > 1 ? { eta: 1 } : {}) };
  if (samples > 1) checkAddsNoise("denoise", samples, choice);
  return choice;
}

/** @throws RangeError if the number of samples is not an integer in 1…2^32. */
export function checkSamples(samples: number): void {
  if (!Number.isSafeInteger(samples) || samples < 1 || samples > 2 ** 32) {
    throw new RangeError(`denoise: samples must be an integer in 1…2^32, got ${samples}.`);
  }
}

function checkFieldOf({ card }: DiffusionModel, { values, height, width, channels }: UnitImage): void {
  for (const [name, side] of [
    ["height", height],
    ["width", width],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`denoise: image's ${name} must be an integer of at least 1, got ${side}.`);
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
