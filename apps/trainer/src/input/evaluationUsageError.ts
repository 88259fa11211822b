import { FolderSplitError } from "@cellgen/data/node";
import { describeFault, EvaluationError, type EvaluationNames } from "@cellgen/evaluation/node";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";
import { splitUsageError } from "./splitUsageError.ts";

/** The flags of what an evaluation reads. */
export const evaluationNames: EvaluationNames = {
  data: "--data",
  heldOut: "--held-out",
  images: "--images",
  path: shownPath,
};

/**
 * An error of an evaluation that a flag can change, as one that names the flag; any other as it is.
 *
 * @param remedy - What to do where no source of the images can be held out.
 */
export function evaluationUsageError(error: unknown, remedy: string): unknown {
  if (error instanceof FolderSplitError) return splitUsageError(error, remedy);
  if (!(error instanceof EvaluationError)) return error;
  return new UsageError(describeFault(error.fault, evaluationNames), { cause: error });
}
