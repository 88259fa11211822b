import path from "node:path";
import type { Evaluation } from "@cellgen/evaluation";
import type { FolderEvaluation } from "@cellgen/evaluation/node";
import { describeDrawing } from "../../model/drawing.ts";
import { environment } from "../../output/environment.ts";
import { repeatCommand } from "../../output/repeatCommand.ts";
import type { ReportContents, ReportSection } from "../../report/report.ts";
import { count, duration, plural, shownPath } from "../../terminal/describe.ts";
import type { EvaluationPictures } from "./evaluatePictures.ts";
import { cellTable, classTable, measureTable } from "./evaluationTables.ts";
import { heldOutWords, warningTexts } from "./evaluationWords.ts";
import type { EvaluateSettings } from "./options.ts";

/** The report of an evaluation. */
export function evaluationReport(
  evaluation: FolderEvaluation,
  settings: EvaluateSettings,
  pictures: EvaluationPictures,
  seconds: number,
): ReportContents {
  const { result, classes, networkFile, engine } = evaluation;
  const { n, features, verdict, good, bad } = result;
  const subject = path.basename(path.resolve("model" in settings ? settings.model : settings.images));
  const generatedFrom = generatedWords(settings, evaluation);
  const heldOutFrom = heldOutWords(evaluation);
  return {
    title: `${subject}: how good are its images?`,
    summary:
      `${count(n.generated)} generated images, ${generatedFrom}, beside ${count(n.training)} real ones for training and ${count(n.heldOut)} held-out ones ` +
      `(${heldOutFrom}). Features: ${features}.`,
    warnings: warningTexts(evaluation.warnings),
    sections: [
      {
        kind: "text",
        title: "What is good, and what is not",
        paragraphs: [
          [
            verdict,
            good.length > 0 ? `Good: ${good.join(" ")}` : "Nothing is as it should be.",
            bad.length > 0 ? `Not good: ${bad.join(" ")}` : "",
          ]
            .filter(Boolean)
            .join(" "),
        ],
      },
      {
        kind: "picture",
        title: "Real and generated, drawn at random",
        caption: `Which images are shown was drawn by the seed ${result.seed}; none was chosen.`,
        image: pictures.grids,
      },
      measureTable(result),
      ...(pictures.histograms ? [histograms(result, pictures.histograms.svg)] : []),
      {
        kind: "picture",
        title: "Memorised training images",
        caption:
          "Those that are most like one training image (on the right of each pair, in any of the eight ways to turn and mirror it), the worst first. " +
          "The number is the distance to it divided by the mean distance to the 50 nearest: 0 is a copy. Below, the same of real images that are new: so alike can different cells be.",
        image: pictures.pairs,
      },
      ...(pictures.classes ? [classPlot(pictures.classes.svg)] : []),
      ...(result.perClass.length > 0 ? [classTable(result)] : []),
      ...(result.cells.length > 0 ? [cellTable(result)] : []),
      {
        kind: "facts",
        lists: [
          {
            title: "Images",
            rows: [
              ["generated", `${count(n.generated)}, ${generatedFrom}`],
              ["real, for training", `${count(n.training)} of ${shownPath(path.resolve(settings.data))}`],
              ["real, held out", `${count(n.heldOut)}: ${heldOutFrom}`],
              ["size", sizeOf(evaluation)],
              ["classes", classes.join(", ") || "none"],
            ],
          },
          {
            title: "Settings",
            rows: [
              ["features", features],
              ...(networkFile ? [["learnt network", shownPath(path.resolve(networkFile))] as const] : []),
              ["seed", String(settings.seed)],
              ["engine", engine],
              ["time", duration(seconds)],
            ],
          },
          { title: "Machine", rows: environment() },
        ],
      },
    ],
    commands: [
      {
        purpose: "The same evaluation once more, into another folder",
        command: repeatCommand("evaluate", settings),
      },
    ],
  };
}

/** Where the generated images are from. */
function generatedWords(settings: EvaluateSettings, { sampling }: FolderEvaluation): string {
  return "model" in settings && sampling
    ? `drawn from ${shownPath(path.resolve(settings.model))} by ${describeDrawing(sampling)}`
    : `out of ${shownPath(path.resolve("images" in settings ? settings.images : ""))}`;
}

function histograms({ cells, n }: Evaluation, svg: string): ReportSection {
  return {
    kind: "plot",
    title: "Where the cells differ most",
    caption:
      `Shares of images by measured features of the segmented cells: ${plural(n.training, "real training image")} as grey bars, the ${count(n.generated)} generated ones as the line. ` +
      `Of ${cells.length} features those with the largest distance beyond that of held-out real images; all are in the table below.`,
    svg,
  };
}

function classPlot(svg: string): ReportSection {
  return {
    kind: "plot",
    title: "Which class is seen",
    caption:
      "Percent of the images of each class asked for (rows) in which a classifier trained on the real images sees each class (columns).",
    svg,
  };
}

function sizeOf({ images }: FolderEvaluation): string {
  const { width, height, channels } = images.training.set;
  return `${width}x${height}, ${channels === 1 ? "grey" : "colour"}`;
}
