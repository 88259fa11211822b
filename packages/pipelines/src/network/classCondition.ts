import { defaultGuidanceScale } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";

/** The classes that images of a model can be generated as. */
export interface ClassCondition {
  /** Number of classes; 0 for a model without. */
  readonly count: number;
  /** The label of images of any class; undefined if the model has none. */
  readonly nullLabel: number | undefined;
  /**
   * A label for each image as the network takes it: images without one have the null class, or 0 to fill a batch where there is none.
   *
   * @returns Undefined for a model without classes.
   */
  rows(labels: readonly (number | undefined)[]): Int32Array | undefined;
  /**
   * Refuses a class that the model does not have.
   *
   * @param name - The option's name.
   * @param where - Of which image, where they differ.
   * @throws RangeError
   */
  checkLabel(caller: string, name: string, label: number, where?: string): void;
  /**
   * Refuses what cannot be asked of the model: classes of one that has none; images of any class, or guidance, without a null class.
   *
   * @param name - The name of the option that holds the labels.
   * @param isLabelled - Whether it was given.
   * @throws RangeError
   */
  checkGuidance(caller: string, name: string, isLabelled: boolean, guidanceScale?: number): void;
}

/** The classes of a model. */
export function classCondition(model: Pick<DiffusionModel, "unet" | "card">): ClassCondition {
  const { length: count } = model.card.classes;
  const nullLabel = nullClassOf(model);
  return {
    count,
    nullLabel,
    rows: (labels) => (count === 0 ? undefined : Int32Array.from(labels, (label) => label ?? nullLabel ?? 0)),
    checkLabel(caller, name, label, where = "") {
      if (Number.isInteger(label) && label >= 0 && label < count) return;
      throw new RangeError(
        count === 0
          ? `${caller}: ${name} must be left out for a model without classes.`
          : `${caller}: ${name} must be of the classes 0…${count - 1}, got ${label}${where}.`,
      );
    },
    checkGuidance(caller, name, isLabelled, guidanceScale = defaultGuidanceScale) {
      if (!Number.isFinite(guidanceScale)) {
        throw new RangeError(`${caller}: guidanceScale must be a finite number, got ${guidanceScale}.`);
      }
      if (isLabelled && count === 0) {
        throw new RangeError(`${caller}: ${name} must be left out for a model without classes.`);
      }
      if (!isLabelled && count > 0 && nullLabel === undefined) {
        throw new RangeError(
          `${caller}: ${name} must be given, 0…${count - 1}: this model has no null class to draw from.`,
        );
      }
      if (guidanceScale !== 1 && !(isLabelled && nullLabel !== undefined)) {
        const without = nullLabel === undefined ? "for a model without a null class" : `without ${name}`;
        throw new RangeError(`${caller}: guidanceScale must be 1 ${without}, got ${guidanceScale}.`);
      }
    },
  };
}

/** The calls of the network in one step of a sampler. */
export function callsOfStep(guidanceScale: number = defaultGuidanceScale): number {
  return guidanceScale === 1 ? 1 : 2;
}
