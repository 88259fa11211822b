import type { Chart, ReportContents, ReportSection } from "@cellgen/figures";
import { loadFigures } from "@cellgen/training/node";
import { evaluationExamples } from "../folder/evaluationExamples.ts";
import type { FolderEvaluation } from "../folder/folderEvaluation.ts";
import { evaluationTables } from "./evaluationTables.ts";
import { count } from "./numberText.ts";

export interface EvaluationReportOptions {
  /** Where the generated images are from, such as "by runs/my-cells with ddim". @default not stated */
  readonly generatedFrom?: string;
  /** Where the real images are from, such as "my-cells". @default not stated */
  readonly trainingFrom?: string;
  /** Where the held-out images are from. @default their folder, or how they were selected */
  readonly heldOutFrom?: string;
  /** The duration of the evaluation. @default not stated */
  readonly seconds?: number;
  /** Shortens the path of a file. @default as it is */
  readonly path?: (file: string) => string;
}

/** What `htmlReport` of @cellgen/figures takes of an evaluation, and its pictures. */
export interface EvaluationReport extends Pick<ReportContents, "summary" | "warnings" | "sections"> {
  /** PNG files by their names: grids.png and nearest.png, where there are such also histograms.png and classes.png. */
  readonly pictures: Readonly<Record<string, Uint8Array>>;
}

const GRID_COLUMNS = 4;
/** Features of which histograms are shown: those that differ most. */
const HISTOGRAMS = 9;

/**
 * Makes the report of an evaluation: a verdict, images, charts and tables.
 *
 * ```ts
 * const report = await evaluationReport(evaluation);
 * await writeFile("report.html", htmlReport({ title: "My cells", ...report }));
 * ```
 *
 * @throws MissingFiguresError of @cellgen/training/node if @cellgen/figures, an optional peer dependency, is not installed.
 */
export async function evaluationReport(
  evaluation: FolderEvaluation,
  options: EvaluationReportOptions = {},
): Promise<EvaluationReport> {
  const { confusionPlot, featureHistograms, pairSheet, tileGrid } = await loadFigures("evaluationReport");
  const { result, heldOutFrom: from, warnings } = evaluation;
  const { n, features, cells, classSeen } = result;
  const { path: shown = (file: string) => file } = options;
  const { generatedFrom, heldOutFrom = "folder" in from ? shown(from.folder) : from.description } = options;
  const { heldOut, generated, nearest, nearestHeldOut } = evaluationExamples(evaluation);
  const tables = evaluationTables(result);
  const grids = await tileGrid([
    { title: "Real, held out", columns: GRID_COLUMNS, tiles: heldOut },
    { title: "Generated", columns: GRID_COLUMNS, tiles: generated },
  ]);
  const pairs = await pairSheet([
    { title: "Generated images and their nearest training images", pairs: nearest },
    { title: "Held-out real images and their nearest training images", pairs: nearestHeldOut },
  ]);
  const histograms = cells.length > 0 ? await featureHistograms(cells.slice(0, HISTOGRAMS)) : undefined;
  const confusion = classSeen ? await confusionPlot(evaluation.classes, classSeen.confusion) : undefined;
  return {
    summary:
      `${count(n.generated)} generated images${generatedFrom === undefined ? "" : ` ${generatedFrom}`}, compared with ${count(n.training)} real ones for training and ${count(n.heldOut)} held-out ones ` +
      `(${heldOutFrom}). Features: ${features}.`,
    warnings: warnings.map(({ message }) => message),
    sections: [
      { kind: "text", title: "Summary", paragraphs: verdictOf(evaluation) },
      {
        kind: "picture",
        title: "Real and generated, selected at random",
        caption: `The images were selected at random by the seed ${result.seed}.`,
        image: grids,
      },
      { kind: "table", ...tables.measures },
      ...plot(
        histograms,
        "Most different features",
        `Shares of images by measured features of the segmented cells: ${count(n.training)} real training images as grey bars, the ${count(n.generated)} generated ones as the line. ` +
          `Of ${cells.length} features those with the largest distance beyond that of held-out real images; all are in the table below.`,
      ),
      {
        kind: "picture",
        title: "Memorised training images",
        caption:
          "Those that are most like one training image (on the right of each pair, in any of the eight ways to turn and mirror it), the worst first. " +
          "The number is the distance to it divided by the mean distance to the 50 nearest: 0 is a copy. Below, the same for held-out real images, which shows how alike different cells can be.",
        image: pairs,
      },
      ...plot(
        confusion,
        "Recognised classes",
        "Percent of the images of each requested class (rows) that a classifier trained on the real images assigned to each class (columns).",
      ),
      ...(tables.classes ? [{ kind: "table" as const, ...tables.classes }] : []),
      ...(tables.cells ? [{ kind: "table" as const, ...tables.cells }] : []),
      await evaluationFacts(evaluation, { ...options, heldOutFrom, path: shown }),
    ],
    pictures: {
      "grids.png": grids,
      "nearest.png": pairs,
      ...(histograms ? { "histograms.png": histograms.png } : {}),
      ...(confusion ? { "classes.png": confusion.png } : {}),
    },
  };
}

/** What was compared, and how. */
async function evaluationFacts(
  { result: { n, features }, images, classes, networkFile }: FolderEvaluation,
  options: EvaluationReportOptions & Required<Pick<EvaluationReportOptions, "heldOutFrom" | "path">>,
): Promise<ReportSection> {
  const { generatedFrom = "", trainingFrom, heldOutFrom, seconds, path } = options;
  const { duration } = await import("@cellgen/figures/text");
  const { width, height, channels } = images.training.set;
  return {
    kind: "facts",
    lists: {
      Images: {
        generated: `${count(n.generated)} ${generatedFrom}`.trimEnd(),
        "real, for training": `${count(n.training)}${trainingFrom === undefined ? "" : ` of ${trainingFrom}`}`,
        "real, held out": `${count(n.heldOut)}: ${heldOutFrom}`,
        size: `${width}x${height}, ${channels === 1 ? "grey" : "colour"}`,
        classes: classes.join(", ") || "none",
      },
      Evaluation: {
        features,
        "learnt network": networkFile && path(networkFile),
        time: seconds === undefined ? undefined : duration(seconds),
      },
    },
  };
}

function verdictOf({ result: { verdict, good, bad } }: FolderEvaluation): string[] {
  return [
    verdict,
    good.length > 0 ? `Good: ${good.join(" ")}` : "No measure matches real images.",
    ...(bad.length > 0 ? [`Not good: ${bad.join(" ")}`] : []),
  ];
}

function plot(chart: Chart | undefined, title: string, caption: string): ReportSection[] {
  return chart ? [{ kind: "plot", title, caption, svg: chart.svg }] : [];
}
