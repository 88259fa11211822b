import path from "node:path";
import { type EvaluationReport, evaluationReport, type FolderEvaluation } from "@cellgen/evaluation/node";
import { describeSampling } from "../../model/sampling.ts";
import type { Result } from "../../output/writeResult.ts";
import { count, duration, shownPath } from "../../terminal/describe.ts";
import { heldOutText, warningTexts } from "./evaluationText.ts";
import type { EvaluateSettings } from "./options.ts";

/** What `cellgen evaluate` writes: `report.html` and `evaluation.json`, and the pictures. */
export async function evaluationOutput(
  evaluation: FolderEvaluation,
  { model, images, data }: EvaluateSettings,
  began: number,
): Promise<Result & Pick<EvaluationReport, "pictures">> {
  const { result, classes, networkFile, sampling } = evaluation;
  const { n, features } = result;
  const { width, height, channels } = evaluation.images.training.set;
  const source = path.resolve(model ?? images!);
  const generatedFrom = sampling
    ? `by ${shownPath(source)} with ${describeSampling(sampling)}`
    : `of ${shownPath(source)}`;
  const heldOutFrom = heldOutText(evaluation);
  const warnings = warningTexts(evaluation.warnings);
  const report = await evaluationReport(evaluation, { generatedFrom, heldOutFrom });
  return {
    title: `${path.basename(source)}: evaluation`,
    ...report,
    warnings,
    sections: [
      ...report.sections,
      {
        kind: "facts",
        lists: {
          Images: {
            generated: `${count(n.generated)} ${generatedFrom}`,
            "real, for training": `${count(n.training)} of ${shownPath(path.resolve(data))}`,
            "real, held out": `${count(n.heldOut)}: ${heldOutFrom}`,
            size: `${width}x${height}, ${channels === 1 ? "grey" : "colour"}`,
            classes: classes.join(", ") || "none",
          },
          Evaluation: {
            features,
            "learnt network": networkFile && shownPath(path.resolve(networkFile)),
            time: duration((performance.now() - began) / 1000),
          },
        },
      },
    ],
    record: { ...(sampling ? { drawing: sampling } : {}), heldOutFrom, warnings, ...result },
  };
}
