import type { SamplerProgress } from "@cellgen/samplers";
import type { SamplerChoice } from "./batchSampler.ts";
import { type DiffusionModel, nullClassOf } from "./diffusionModel.ts";

export interface GenerateOptions extends SamplerChoice {
  /** Images to generate, from 1. */
  readonly count: number;
  /** The number of the first image: first…first + count − 1 are generated. @default 0 */
  readonly first?: number;
  /** An integer in 0…2^53-1. */
  readonly seed: number;
  /**
   * The class of all images, or of each by its number: 0…classes.length − 1. Without, images of any class are drawn, for which a
   * class-conditional model needs a null class.
   */
  readonly labels?: number | ((index: number) => number);
  /** How much the class counts: 1 is as trained; any other value calls the network twice a step. @default 1 */
  readonly guidanceScale?: number;
  /** Called after each step of each batch; generation waits for the promise. What it throws ends it. */
  onProgress?(progress: GenerateProgress): void | Promise<void>;
  /** Ends generation with `signal.reason`, after the network's call in progress. */
  readonly signal?: AbortSignal;
}

/** What is told after each step. `xt` and `predXStart` are gone when the next step begins: copy what you keep. */
export interface GenerateProgress extends SamplerProgress {
  /** From 1. */
  readonly batch: number;
  readonly batches: number;
  /** The number of the image at each place of `xt`. Those that were not asked for fill the batch. */
  readonly indices: readonly number[];
}

const INDICES = 2 ** 32;

/** Refuses what a model cannot generate, but for labels that a function gives: they are checked when they are asked for. */
export function checkGenerateOptions(
  model: DiffusionModel,
  batchSize: number,
  options: GenerateOptions,
): void {
  const { count, first = 0, seed, labels, guidanceScale = 1 } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`generate: count must be a whole number from 1, got ${count}.`);
  }
  if (!Number.isInteger(first) || first < 0 || Math.ceil((first + count) / batchSize) * batchSize > INDICES) {
    throw new RangeError(
      `generate: first must be a whole number from 0, and all images be numbered below 2^32, got ${first} for ${count} images.`,
    );
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`generate: seed must be an integer in 0…2^53-1, got ${seed}.`);
  }
  if (!Number.isFinite(guidanceScale)) {
    throw new RangeError(`generate: guidanceScale must be a finite number, got ${guidanceScale}.`);
  }
  const { classes } = model.card;
  if (labels !== undefined && classes.length === 0) {
    throw new RangeError("generate: labels must be left out for a model without classes.");
  }
  if (typeof labels === "number") checkLabel(model, labels);
  const hasNullClass = nullClassOf(model) !== undefined;
  if (labels === undefined && classes.length > 0 && !hasNullClass) {
    throw new RangeError(
      `generate: labels must be given, 0…${classes.length - 1}: this model has no null class to draw from.`,
    );
  }
  if (guidanceScale !== 1 && (labels === undefined || !hasNullClass)) {
    throw new RangeError(
      `generate: guidanceScale must be 1 ${hasNullClass ? "without labels" : "for a model without a null class"}, got ${guidanceScale}.`,
    );
  }
}

/** The label of an image; undefined if none was asked for. */
export function labelOf(
  model: DiffusionModel,
  labels: GenerateOptions["labels"],
  index: number,
): number | undefined {
  if (typeof labels !== "function") return labels;
  const label = labels(index);
  checkLabel(model, label, ` for image ${index}`);
  return label;
}

function checkLabel({ card }: DiffusionModel, label: number, where = ""): void {
  const { length } = card.classes;
  if (Number.isInteger(label) && label >= 0 && label < length) return;
  throw new RangeError(
    `generate: labels must be whole numbers in 0…${length - 1} for ${length} classes, got ${label}${where}.`,
  );
}
