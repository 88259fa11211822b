import { type Denoiser, defaultGuidanceScale, guidedDenoiser } from "@cellgen/samplers";
import type { CompiledDenoiser } from "./compileDenoiser.ts";
import { type DiffusionModel, nullClassOf } from "./diffusionModel.ts";

/**
 * The network as a denoiser of one batch, each image of its class: without one, of the null class, or 0 to fill a batch where there is none.
 *
 * @param labels - One for each image of the batch.
 * @param guidanceScale - How much the classes count; {@link callsOfStep} says what it costs.
 */
export function conditionedDenoiser(
  model: DiffusionModel,
  network: CompiledDenoiser,
  labels: readonly (number | undefined)[],
  guidanceScale: number = defaultGuidanceScale,
): Denoiser {
  const fallback = nullClassOf(model) ?? 0;
  const withLabels = (rows: readonly (number | undefined)[]) =>
    network.denoiser(
      model.card.classes.length > 0 ? Int32Array.from(rows, (row) => row ?? fallback) : undefined,
    );
  return guidedDenoiser(withLabels(labels), withLabels(labels.map(() => fallback)), guidanceScale);
}

/** The calls of the network in one call of a {@link conditionedDenoiser}. */
export function callsOfStep(guidanceScale: number = defaultGuidanceScale): number {
  return guidanceScale === 1 ? 1 : 2;
}

/**
 * Refuses a class that the model does not know.
 *
 * @param name - The option's name.
 * @param where - Of which image, where they differ.
 * @throws RangeError
 */
export function checkLabel(
  caller: string,
  name: string,
  { card }: DiffusionModel,
  label: number,
  where = "",
): void {
  const { length } = card.classes;
  if (Number.isInteger(label) && label >= 0 && label < length) return;
  throw new RangeError(
    length === 0
      ? `${caller}: ${name} must be left out for a model without classes.`
      : `${caller}: ${name} must be of the classes 0…${length - 1}, got ${label}${where}.`,
  );
}

/**
 * Refuses what cannot be asked of the model: classes of one that has none, images of any class, or guidance, without a null class.
 *
 * @param name - The name of the option that holds the labels.
 * @param isLabelled - Whether it was given.
 * @throws RangeError
 */
export function checkGuidance(
  caller: string,
  name: string,
  model: DiffusionModel,
  isLabelled: boolean,
  guidanceScale: number = defaultGuidanceScale,
): void {
  if (!Number.isFinite(guidanceScale)) {
    throw new RangeError(`${caller}: guidanceScale must be a finite number, got ${guidanceScale}.`);
  }
  const { length } = model.card.classes;
  if (isLabelled && length === 0) {
    throw new RangeError(`${caller}: ${name} must be left out for a model without classes.`);
  }
  const hasNullClass = nullClassOf(model) !== undefined;
  if (!isLabelled && length > 0 && !hasNullClass) {
    throw new RangeError(
      `${caller}: ${name} must be given, 0…${length - 1}: this model has no null class to draw from.`,
    );
  }
  if (guidanceScale !== 1 && !(isLabelled && hasNullClass)) {
    throw new RangeError(
      `${caller}: guidanceScale must be 1 ${hasNullClass ? `without ${name}` : "for a model without a null class"}, got ${guidanceScale}.`,
    );
  }
}
