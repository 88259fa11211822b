import { channelsText, count, duration } from "@cellgen/data/text";
import {
  type Chart,
  confusionPlot,
  featureHistograms,
  pairSheet,
  type ReportContents,
  type ReportSection,
  tileGrid,
} from "@cellgen/figures";
import { evaluationExamples } from "../folder/evaluationExamples.ts";
import type { FolderEvaluation } from "../folder/folderEvaluation.ts";
import { describeProportions } from "./describeProportions.ts";
import { evaluationTables } from "./evaluationTables.ts";

export interface EvaluationReportOptions {
  /** Source of the generated images, such as "by runs/my-cells with ddim". @default omitted */
  readonly generatedFrom?: string;
  /** Source of the real images, such as "my-cells". @default omitted */
  readonly trainingFrom?: string;
  /** Source of the held-out images. @default their folder, or how they were selected */
  readonly heldOutFrom?: string;
  /** Duration of the evaluation. @default omitted */
  readonly seconds?: number;
  /** Shortens the path of a file. @default unchanged */
  readonly path?: (file: string) => string;
}

/** Contents for `htmlReport` of @cellgen/figures, and the pictures. */
export interface EvaluationReport extends Pick<ReportContents, "summary" | "warnings" | "sections"> {
  /** PNG files by name: grids.png and nearest.png, and if available histograms.png and classes.png. */
  readonly pictures: Readonly<Record<string, Uint8Array>>;
}

const GRID_COLUMNS = 4;
/** Number of features with a histogram: those that differ most. */
const HISTOGRAMS = 9;

/**
 * Create the report of an evaluation: verdict, images, charts and tables.
 *
 * ```ts
 * const report = await evaluationReport(evaluation);
 * await writeFile("report.html", htmlReport({ title: "My cells", ...report }));
 * ```
 */
export async function evaluationReport(
  evaluation: FolderEvaluation,
  options: EvaluationReportOptions = {},
): Promise<EvaluationReport> {
  const { result, heldOutFrom: from, warnings } = evaluation;
  const { n, features, cells, classSeen, verdict, good, bad } = result;
  const compared = result.classProportions?.n ?? n;
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
      {
        kind: "text",
        title: "Summary",
        paragraphs: good.length > 0 ? [verdict] : [verdict, "No measure matches real images."],
        lists: { Good: good, "Not good": bad },
      },
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
        `Histograms of measured features of the segmented cells: ${count(compared.training)} real training images (gray bars) and ${count(compared.generated)} generated images (line). ` +
          `Shown are the features with the largest distance relative to held-out real images; all ${cells.length} are in the table below.`,
      ),
      {
        kind: "picture",
        title: "Memorized training images",
        caption:
          "Generated images closest to a training image (right of each pair, in any of the eight symmetries), closest first. " +
          "The number is this distance divided by the mean distance to the 50 nearest training images: 0 is a copy. Below, the same for held-out real images, which shows how similar different cells can be.",
        image: pairs,
      },
      ...plot(
        confusion,
        "Recognized classes",
        "Percent of the images of each requested class (rows) that a classifier trained on the real images assigned to each class (columns).",
      ),
      ...(tables.classes ? [{ kind: "table" as const, ...tables.classes }] : []),
      ...(tables.cells ? [{ kind: "table" as const, ...tables.cells }] : []),
      evaluationFacts(evaluation, { ...options, heldOutFrom, path: shown }),
    ],
    pictures: {
      "grids.png": grids,
      "nearest.png": pairs,
      ...(histograms ? { "histograms.png": histograms.png } : {}),
      ...(confusion ? { "classes.png": confusion.png } : {}),
    },
  };
}

/** List the compared sets and the method. */
function evaluationFacts(
  { result, images, classes, networkFile }: FolderEvaluation,
  options: EvaluationReportOptions & Required<Pick<EvaluationReportOptions, "heldOutFrom" | "path">>,
): ReportSection {
  const { n, features } = result;
  const { generatedFrom = "", trainingFrom, heldOutFrom, seconds, path } = options;
  const { width, height, channels } = images.training.set;
  return {
    kind: "facts",
    lists: {
      Images: {
        generated: `${count(n.generated)} ${generatedFrom}`.trimEnd(),
        "real, for training": `${count(n.training)}${trainingFrom === undefined ? "" : ` of ${trainingFrom}`}`,
        "real, held out": `${count(n.heldOut)}: ${heldOutFrom}`,
        size: `${width}x${height}, ${channelsText(channels)}`,
        classes: classes.join(", ") || "none",
        "weight of the classes": describeProportions(result),
      },
      Evaluation: {
        features,
        "feature network": networkFile && path(networkFile),
        time: seconds === undefined ? undefined : duration(seconds),
      },
    },
  };
}

function plot(chart: Chart | undefined, title: string, caption: string): ReportSection[] {
  return chart ? [{ kind: "plot", title, caption, svg: chart.svg }] : [];
}
