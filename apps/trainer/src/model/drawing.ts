import {
  type DiffusionModel,
  type GenerateOptions,
  labelInTurn,
  nullClassOf,
  type Sampling,
  samplingFor,
} from "@cellgen/pipelines";
import { defaultSteps } from "@cellgen/samplers";
import type { SampleSettings } from "../commands/sample/options.ts";
import { nearestName } from "../options/nearestName.ts";
import { plural } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";

/** How images are drawn from a model: what was asked for, with nothing left open. */
export interface Drawing extends Sampling {
  /** The class of each image; undefined if the model has none. */
  readonly labelOf: ((index: number) => number) | undefined;
}

/**
 * Lays what was asked for over the defaults for the model.
 *
 * @throws UsageError if a flag does not go with the sampler or the model.
 */
export function drawingOf(
  settings: Pick<SampleSettings, "sampler" | "steps" | "eta" | "guidance" | "class">,
  model: DiffusionModel,
): Drawing {
  const { sampler, eta, guidance } = settings;
  const { classes } = model.card;
  const steps = drawingSteps(settings, model);
  if (eta !== undefined && sampler !== "ddim") {
    throw new UsageError(
      `--eta belongs to --sampler ddim, but the sampler is ${sampler}. Leave one of them out.`,
    );
  }
  const ofClass = settings.class === undefined ? undefined : classLabel("--class", settings.class, classes);
  const canGuide = nullClassOf(model) !== undefined;
  if (guidance !== 1 && !canGuide) {
    throw new UsageError(
      `--guidance needs a model trained with --class-conditional, and this one was not. Leave --guidance out.`,
    );
  }
  return {
    ...samplingFor(model, { sampler, steps, eta, guidanceScale: canGuide ? guidance : undefined }),
    labelOf: classes.length === 0 ? undefined : (index) => ofClass ?? labelInTurn(index, classes.length),
  };
}

/**
 * How many steps a sampler takes: what was asked for, or its default.
 *
 * @throws UsageError if the model has not so many timesteps.
 */
export function drawingSteps(
  { sampler, steps }: Pick<SampleSettings, "sampler" | "steps">,
  { scheduler }: DiffusionModel,
): number {
  const { numTrainTimesteps } = scheduler;
  if (steps !== undefined && steps > numTrainTimesteps) {
    throw new UsageError(
      `--steps must be at most ${numTrainTimesteps}, the steps that the model was trained with, got ${steps}.`,
    );
  }
  return steps ?? Math.min(defaultSteps[sampler], numTrainTimesteps);
}

/**
 * Refuses work on images of no class by a model that must be told one.
 *
 * @param flag - Where the class can be given.
 * @param label - What was given there.
 * @throws UsageError with the names that the model knows.
 */
export function refuseAnyClass(flag: string, label: unknown, model: DiffusionModel): void {
  const { classes } = model.card;
  if (label !== undefined || classes.length === 0 || nullClassOf(model) !== undefined) return;
  throw new UsageError(
    `${flag} is missing: the model draws no images of any class. Choose ${classes.join(", ")}.`,
  );
}

/**
 * Refuses guidance towards no class, or by a model that has nothing to lead away from.
 *
 * @param flag - Where the class can be given.
 * @param label - What was given there.
 * @throws UsageError
 */
export function refuseGuidance(guidance: number, flag: string, label: unknown, model: DiffusionModel): void {
  if (guidance === 1) return;
  if (label === undefined) {
    throw new UsageError(
      `--guidance leads towards a class, and none is given. ${model.card.classes.length === 0 ? "Leave" : `Give one as ${flag}, or leave`} --guidance out.`,
    );
  }
  if (nullClassOf(model) !== undefined) return;
  throw new UsageError(
    "--guidance needs a model that can draw images of any class, and this one cannot. Leave --guidance out.",
  );
}

/** A drawing for the generator. */
export function generateOptions({
  labelOf,
  ...rest
}: Drawing): Partial<GenerateOptions> & Pick<GenerateOptions, "sampler" | "steps"> {
  return { ...rest, ...(labelOf ? { labels: labelOf } : {}) };
}

/** In a few words. */
export function describeDrawing({ sampler, steps, eta, guidanceScale }: Sampling): string {
  const details = [plural(steps, "step")];
  if (eta !== undefined) details.push(`eta ${eta}`);
  if (guidanceScale !== undefined) details.push(`guidance ${guidanceScale}`);
  return `${sampler} (${details.join(", ")})`;
}

/**
 * The label that --class names; undefined for any class.
 *
 * @throws UsageError if the model has no such class, or cannot do without one.
 */
export function labelOfClass(name: string | undefined, model: DiffusionModel): number | undefined {
  const label = name === undefined ? undefined : classLabel("--class", name, model.card.classes);
  refuseAnyClass("--class", label, model);
  return label;
}

/**
 * The label of a class.
 *
 * @param flag - Where its name was given.
 * @throws UsageError with the names that the model knows.
 */
export function classLabel(flag: string, name: string, classes: readonly string[]): number {
  const label = classes.indexOf(name);
  if (label >= 0) return label;
  const nearest = nearestName(name, classes);
  const remedy =
    classes.length === 0
      ? `Leave ${flag} out: the model was trained without classes.`
      : `${nearest ? `Did you mean ${nearest}? ` : ""}Choose ${classes.join(", ")}.`;
  throw new UsageError(`${flag} must be a class of the model, got ${JSON.stringify(name)}. ${remedy}`);
}
