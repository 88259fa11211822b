import path from "node:path";
import { evaluationTables } from "@cellgen/evaluation";
import type { FolderEvaluation } from "@cellgen/evaluation/node";
import { describeDrawing } from "../../model/drawing.ts";
import type { Result } from "../../output/writeResult.ts";
import { count, duration, plural, shownPath } from "../../terminal/describe.ts";
import type { EvaluationPictures } from "./evaluatePictures.ts";
import { heldOutText, warningTexts } from "./evaluationText.ts";
import type { EvaluateSettings } from "./options.ts";

/** What `report.html` and `evaluation.json` hold. */
export function evaluationResult(
  evaluation: FolderEvaluation,
  { model, images, data }: EvaluateSettings,
  pictures: EvaluationPictures,
  seconds: number,
): Result {
  const { result, classes, networkFile, sampling } = evaluation;
  const { n, features, verdict, good, bad, cells } = result;
  const { width, height, channels } = evaluation.images.training.set;
  const warnings = warningTexts(evaluation.warnings);
  const source = path.resolve(model ?? images!);
  const generatedFrom = sampling
    ? `by ${shownPath(source)} with ${describeDrawing(sampling)}`
    : `of ${shownPath(source)}`;
  const heldOutFrom = heldOutText(evaluation);
  const tables = evaluationTables(result);
  return {
    command: "evaluate",
    title: `${path.basename(source)}: how good are its images?`,
    summary:
      `${count(n.generated)} generated images ${generatedFrom}, compared with ${count(n.training)} real ones for training and ${count(n.heldOut)} held-out ones ` +
      `(${heldOutFrom}). Features: ${features}.`,
    warnings,
    sections: [
      {
        kind: "text",
        title: "What is good, and what is not",
        paragraphs: [
          verdict,
          good.length > 0 ? `Good: ${good.join(" ")}` : "Nothing is as it should be.",
          ...(bad.length > 0 ? [`Not good: ${bad.join(" ")}`] : []),
        ],
      },
      {
        kind: "picture",
        title: "Real and generated, selected at random",
        caption: `The images were selected by the seed ${result.seed}; none was chosen.`,
        image: pictures.grids,
      },
      { kind: "table", ...tables.measures },
      ...(pictures.histograms
        ? [
            {
              kind: "plot" as const,
              title: "Where the cells differ most",
              caption:
                `Shares of images by measured features of the segmented cells: ${plural(n.training, "real training image")} as grey bars, the ${count(n.generated)} generated ones as the line. ` +
                `Of ${cells.length} features those with the largest distance beyond that of held-out real images; all are in the table below.`,
              svg: pictures.histograms.svg,
            },
          ]
        : []),
      {
        kind: "picture",
        title: "Memorised training images",
        caption:
          "Those that are most like one training image (on the right of each pair, in any of the eight ways to turn and mirror it), the worst first. " +
          "The number is the distance to it divided by the mean distance to the 50 nearest: 0 is a copy. Below, the same for held-out real images, which shows how alike different cells can be.",
        image: pictures.pairs,
      },
      ...(pictures.classes
        ? [
            {
              kind: "plot" as const,
              title: "Which class is seen",
              caption:
                "Percent of the images of each class asked for (rows) in which a classifier trained on the real images sees each class (columns).",
              svg: pictures.classes.svg,
            },
          ]
        : []),
      ...(tables.classes ? [{ kind: "table" as const, ...tables.classes }] : []),
      ...(tables.cells ? [{ kind: "table" as const, ...tables.cells }] : []),
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
            time: duration(seconds),
          },
        },
      },
    ],
    record: { ...(sampling ? { drawing: sampling } : {}), heldOutFrom, warnings, ...result },
  };
}
