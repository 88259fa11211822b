import type { NaNInputError } from "@cellgen/engine";

/**
 * The loss or the gradient of a step is NaN or infinite, or an input is NaN. The update was not made: parameters, moments and moving average are those
 * after step `step` − 1, and can be saved.
 */
export class NonFiniteStepError extends Error {
  override readonly name = "NonFiniteStepError";
  /** The step that failed, from 1. */
  readonly step: number;

  constructor(step: number, loss: number, gradientNorm: number, cause?: NaNInputError) {
    const after = `The weights are those after step ${step - 1}.`;
    super(
      cause
        ? `run: input ${JSON.stringify(cause.input)} must hold numbers, got NaN at index ${cause.index} in step ${step}. ${after} Look for bad values where it comes from.`
        : `run: loss and gradient norm must be finite, got ${loss} and ${gradientNorm} in step ${step}. ${after} Look for bad values in the images, or lower the learning rate.`,
      cause && { cause },
    );
    this.step = step;
  }
}
