import type { DiffusionModel } from "../model/diffusionModel.ts";
import { type ClassCondition, classCondition, type ModelClass } from "../network/classCondition.ts";
import { type ModelSampler, modelSampler, type SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

/** Options of `createGenerator`. */
export interface GenerateOptions extends SamplerChoice, WatchOptions {
  /** Number of images, at least 1. */
  readonly count: number;
  /** Index of the first image: first…first + count − 1 are generated. @default 0 */
  readonly first?: number;
  /** Random seed, an integer in 0…2^53-1. */
  readonly seed: number;
  /**
   * Class of all images, or a function from an image's index to its class. If omitted, images of any class are generated; a
   * class-conditional model needs a null class for that.
   */
  readonly class?: ModelClass | ((index: number) => ModelClass) | undefined;
  /** Guidance scale. 1 = no guidance; other values take two network calls per step. @default 1 */
  readonly guidanceScale?: number;
}

/** A checked request with all defaults filled in. */
export interface GenerateRequest extends WatchOptions {
  readonly count: number;
  readonly first: number;
  readonly seed: number;
  readonly condition: ClassCondition;
  readonly sampler: ModelSampler;
}

const INDICES = 2 ** 32;

/** Check options against a model and fill in the defaults. Classes returned by a function are checked when their images are generated. */
export function generateRequest(
  model: DiffusionModel,
  batchSize: number,
  options: GenerateOptions,
): GenerateRequest {
  const { count, first = 0, seed, onProgress, signal } = options;
  checkNumbers("generate", "count", { count, first, seed }, batchSize);
  return {
    count,
    first,
    seed,
    condition: classCondition("generate", model, { ...options, class: options.class }),
    sampler: modelSampler("generate", model.scheduler, options),
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  };
}

/**
 * Check a number of images, the first index and the seed against the range of the random numbers.
 *
 * @param name - Name of the option that holds the count.
 * @throws RangeError if one is out of range.
 */
export function checkNumbers(
  caller: string,
  name: string,
  { count, first, seed }: { readonly count: number; readonly first: number; readonly seed: number },
  batchSize: number,
): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${caller}: ${name} must be an integer of at least 1, got ${count}.`);
  }
  if (!Number.isInteger(first) || first < 0 || Math.ceil((first + count) / batchSize) * batchSize > INDICES) {
    throw new RangeError(
      `${caller}: first must be an integer of at least 0 with all indices below 2^32, got ${first} for ${count} images.`,
    );
  }
  checkSeed(caller, "seed", seed);
}

/** @throws RangeError if `seed` is not an integer in 0…2^53-1. */
export function checkSeed(caller: string, name: string, seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new RangeError(`${caller}: ${name} must be an integer in 0…2^53-1, got ${seed}.`);
}
