import type { NaNInputError } from "@cellgen/engine";

/**
 * Thrown if the loss or gradient of a step is NaN or infinite, or an input is NaN. The update is not applied: parameters, moments and moving
 * average are those after step `step` − 1, and can be saved.
 */
export class NonFiniteStepError extends Error {
  override readonly name = "NonFiniteStepError";
  /** Failed step, from 1. */
  readonly step: number;

  constructor(step: number, loss: number, gradientNorm: number, cause?: NaNInputError) {
    const after = `The weights are those after step ${step - 1}.`;
    super(
      cause
        ? `run: input ${JSON.stringify(cause.input)} must hold numbers, got NaN at index ${cause.index} in step ${step}. ${after} Check the source of this input for invalid values.`
        : `run: loss and gradient norm must be finite, got ${loss} and ${gradientNorm} in step ${step}. ${after} Check the images for invalid values, or lower the learning rate.`,
      cause && { cause },
    );
    this.step = step;
  }
}
