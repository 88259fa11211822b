import { describeIssue, type EvaluationWarning, type FolderEvaluation } from "@cellgen/evaluation/node";
import { evaluationNames } from "../../input/evaluationUsageError.ts";
import { skippedLines } from "../../report/imageNotes.ts";
import { shownPath } from "../../terminal/describe.ts";

/** The warnings of an evaluation, naming the flags. */
export function warningTexts(warnings: readonly EvaluationWarning[]): string[] {
  return warnings.flatMap((warning) => {
    if (warning.code === "unreadable-files") return skippedLines(warning.files);
    const canSplit = warning.code === "trained-on-held-out" || warning.code === "maybe-trained-on-held-out";
    return [
      `${describeIssue(warning, evaluationNames)}${canSplit ? " cellgen data split divides a folder." : ""}`,
    ];
  });
}

/** Where the held-out images are from. */
export function heldOutText({ heldOutFrom: from }: FolderEvaluation): string {
  return "folder" in from ? shownPath(from.folder) : from.description;
}
