import { FolderSplitError } from "@cellgen/data/node";
import {
  describeFault,
  describeIssue,
  EvaluationError,
  type EvaluationNames,
  type EvaluationWarning,
  type FolderEvaluation,
} from "@cellgen/evaluation/node";
import { splitUsageError } from "../../input/splitUsageError.ts";
import { skippedLines } from "../../report/imageNotes.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";

const names: EvaluationNames = {
  data: "--data",
  heldOut: "--held-out",
  images: "--images",
  path: shownPath,
};

/**
 * An error of the evaluation's that a flag can change, as one that names the flag; any other as it is.
 *
 * @param remedy - What to do where no source of the images can be held out.
 */
export function withFlags(error: unknown, remedy = "Give new images with --held-out."): unknown {
  if (error instanceof FolderSplitError) return splitUsageError(error, remedy);
  if (!(error instanceof EvaluationError)) return error;
  return new UsageError(describeFault(error.fault, names), { cause: error });
}

/** The warnings of an evaluation, with the flags' names. */
export function warningTexts(warnings: readonly EvaluationWarning[]): string[] {
  return warnings.flatMap((warning) => {
    if (warning.code === "unreadable-files") return skippedLines(warning.files);
    const canSplit = warning.code === "trained-on-held-out" || warning.code === "maybe-trained-on-held-out";
    return [`${describeIssue(warning, names)}${canSplit ? " cellgen data split divides a folder." : ""}`];
  });
}

/** Where the held-out images are from. */
export function heldOutText({ heldOutFrom: from }: FolderEvaluation): string {
  return "folder" in from ? shownPath(from.folder) : from.description;
}
