import type { DiffusionModel } from "../model/diffusionModel.ts";
import { type ClassCondition, classCondition, type ModelClass } from "../network/classCondition.ts";
import { type ModelSampler, modelSampler, type SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

export interface GenerateOptions extends SamplerChoice, WatchOptions {
  /** Images to generate, from 1. */
  readonly count: number;
  /** The number of the first image: first…first + count − 1 are generated. @default 0 */
  readonly first?: number;
  /** An integer in 0…2^53-1. */
  readonly seed: number;
  /**
   * The class of all images, or of each by its number. Without, images of any class are generated, for which a class-conditional model
   * needs a null class.
   */
  readonly class?: ModelClass | ((index: number) => ModelClass) | undefined;
  /** How much the class counts: 1 is as trained; any other value calls the network twice a step. @default 1 */
  readonly guidanceScale?: number;
}

/** What is to be generated, checked, with nothing left open. */
export interface GenerateRequest extends WatchOptions {
  readonly count: number;
  readonly first: number;
  readonly seed: number;
  readonly condition: ClassCondition;
  readonly sampler: ModelSampler;
}

const INDICES = 2 ** 32;

/** Refuses what a model cannot generate, but for classes that a function gives: they are checked when they are asked for. */
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
 * Refuses numbers of images, or a seed, that there are no random numbers for.
 *
 * @param name - The name of the option that holds the count.
 * @throws RangeError
 */
export function checkNumbers(
  caller: string,
  name: string,
  { count, first, seed }: { readonly count: number; readonly first: number; readonly seed: number },
  batchSize: number,
): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${caller}: ${name} must be a whole number from 1, got ${count}.`);
  }
  if (!Number.isInteger(first) || first < 0 || Math.ceil((first + count) / batchSize) * batchSize > INDICES) {
    throw new RangeError(
      `${caller}: first must be a whole number from 0, and all images be numbered below 2^32, got ${first} for ${count} images.`,
    );
  }
  checkSeed(caller, "seed", seed);
}

/** @throws RangeError if it is none. */
export function checkSeed(caller: string, name: string, seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new RangeError(`${caller}: ${name} must be an integer in 0…2^53-1, got ${seed}.`);
}
