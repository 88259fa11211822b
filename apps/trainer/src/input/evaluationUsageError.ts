import { describeFault, EvaluationError, type EvaluationNames } from "@cellgen/evaluation/node";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";
import { splitUsageError } from "./splitUsageError.ts";

/** Names of the inputs of an evaluation: the flags. */
export const evaluationNames: EvaluationNames = {
  data: "--data",
  heldOut: "--held-out",
  images: "--images",
  displayColors: "--display",
  path: shownPath,
};

/**
 * Convert an evaluation error that a flag can prevent to a UsageError that names the flag. Return any other error unchanged.
 *
 * @param remedy - Remedy if the images cannot be divided, as a sentence. @default that of the error
 */
export function evaluationUsageError(error: unknown, remedy?: string): unknown {
  if (!(error instanceof EvaluationError)) return splitUsageError(error, remedy);
  return new UsageError(describeFault(error.fault, evaluationNames), { cause: error });
}
