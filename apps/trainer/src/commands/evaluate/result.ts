import path from "node:path";
import { describeIssue, type EvaluationWarning, type FolderEvaluation } from "@cellgen/evaluation/node";
import { type EvaluationReport, evaluationReport } from "@cellgen/evaluation/report";
import { evaluationNames } from "../../input/evaluationUsageError.ts";
import { describeSampling } from "../../model/sampling.ts";
import type { Result } from "../../output/writeResult.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { skippedLines } from "../../terminal/skippedLines.ts";
import type { EvaluateSettings } from "./options.ts";

/** Create the results of `cellgen evaluate`: `report.html`, `evaluation.json` and the figures. */
export async function evaluationOutput(
  evaluation: FolderEvaluation,
  { model, images, data }: EvaluateSettings,
  seconds: number,
): Promise<Result & Pick<EvaluationReport, "pictures">> {
  const { result, sampling, heldOutFrom: from } = evaluation;
  const shown = (file: string): string => shownPath(path.resolve(file));
  const source = path.resolve(model ?? images!);
  const generatedFrom = sampling
    ? `by ${shownPath(source)} with ${describeSampling(sampling)}`
    : `of ${shownPath(source)}`;
  const heldOutFrom = "folder" in from ? shownPath(from.folder) : from.description;
  const warnings = warningTexts(evaluation.warnings);
  const texts = { generatedFrom, trainingFrom: shown(data), heldOutFrom, seconds, path: shown };
  return {
    title: `${path.basename(source)}: evaluation`,
    ...(await evaluationReport(evaluation, texts)),
    warnings,
    record: { ...(sampling ? { drawing: sampling } : {}), heldOutFrom, warnings, ...result },
  };
}

/** Return the warnings of an evaluation as texts that name the flags. */
export function warningTexts(warnings: readonly EvaluationWarning[]): string[] {
  return warnings.flatMap((warning) => {
    if (warning.code === "unreadable-files") return skippedLines(warning.files);
    const canSplit = warning.code === "trained-on-held-out" || warning.code === "maybe-trained-on-held-out";
    return `${describeIssue(warning, evaluationNames)}${canSplit ? " Split a folder with cellgen data split." : ""}`;
  });
}
