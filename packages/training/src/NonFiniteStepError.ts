import type { NaNInputError } from "@cellgen/engine";

/**
 * The loss or the gradient of a step is NaN or infinite. The update was not made: parameters, moments and moving average are those
 * after step `step` − 1, and can be saved.
 */
export class NonFiniteStepError extends Error {
  override readonly name = "NonFiniteStepError";
  /** The step that failed, from 1. */
  readonly step: number;

  constructor(step: number, loss: number, gradientNorm: number, cause?: NaNInputError) {
    super(
      `run: loss and gradient norm must be finite, got ${loss} and ${gradientNorm} in step ${step}. ` +
        `The weights are those after step ${step - 1}. ${remedyFor(cause)}`,
      { cause },
    );
    this.step = step;
  }
}

const remedyFor = (cause: NaNInputError | undefined): string =>
  cause
    ? `Look for bad values in ${JSON.stringify(cause.input)}, which holds NaN at index ${cause.index}.`
    : "Look for bad values in the images, or lower the learning rate.";
