import { plural } from "@cellgen/data/text";
import { denoiseDefaults } from "../denoise/denoiseOptions.ts";
import { meanReferenceScores, type ReferenceScores } from "../denoise/referenceScores.ts";
import type { DenoiseCellsOptions, DenoisedCell } from "../pipeline/denoiseCell.ts";
import { denoisedColumns, denoisedRows } from "./denoisedRows.ts";
import { denoisedCells, denoisedTable } from "./denoisedTable.ts";
import { filterScoreTable } from "./filterScores.ts";
import { imageCollector } from "./imageCollector.ts";
import type { ResultReport, ResultReportContents, ResultReportOptions } from "./resultReport.ts";
import type { TableSection } from "./tableSection.ts";
import { warningLines, warningTable } from "./warningLines.ts";

/** Options of `denoisingReport`. */
export interface DenoisingReportOptions
  extends ResultReportOptions,
    Pick<DenoiseCellsOptions, "mode" | "samples"> {
  /** Stated noise as text, such as "12". @default the noise was estimated */
  readonly noise?: string | undefined;
}

export interface DenoisingReportContents extends ResultReportContents {
  /** Mean scores and their table, if there are references. */
  readonly scores: { readonly means: ReferenceScores["scores"]; readonly table: TableSection } | undefined;
}

const MAX_SHEET_ROWS = 24;

/**
 * Create the report on denoised images: images before and after, residuals, checks, and scores if there are references.
 *
 * @param options - Options that the images were denoised with.
 */
export function denoisingReport(
  options: DenoisingReportOptions = {},
): ResultReport<DenoisedCell, DenoisingReportContents> {
  const { mode = "mean", samples = denoiseDefaults.samples, noise, listedIn, displayColors } = options;
  const hasUncertainty = samples > 1;
  const collector = imageCollector(MAX_SHEET_ROWS, options);
  const compared: Pick<ReferenceScores, "scores">[] = [];
  return {
    add(name, result) {
      if (result.comparison) compared.push({ scores: result.comparison.scores });
      collector.add(name, {
        notes: result.notes,
        warnings: result.warnings,
        cells: denoisedCells(result, hasUncertainty),
        sheetRows: () => denoisedRows(name, result, hasUncertainty, displayColors),
      });
    },
    async contents() {
      const { images } = collector;
      const hasReference = compared.length > 0;
      const means = hasReference ? meanReferenceScores(compared) : undefined;
      const scores = means && { means, table: filterScoreTable(means, compared.length) };
      const columns = denoisedColumns(hasUncertainty, hasReference);
      const { sheet, section } = await collector.sheet(columns, sheetCaption(samples, hasReference));
      const { header, caption } = denoisedTable(hasUncertainty, hasReference);
      const level =
        noise === undefined ? "noise estimated from each image" : `noise ${noise}, in gray levels`;
      return {
        title: "Denoised images",
        summary: `${plural(images.length, "image")}: ${estimateText(mode, samples)}; ${level}.`,
        warnings: [...warningLines(images), ...collector.noteLines()],
        sections: [
          section,
          ...(scores ? [scores.table] : []),
          ...warningTable(images, listedIn),
          collector.table(header, caption),
          { kind: "text", title: "How to read it", paragraphs: explanation(mode, samples) },
        ],
        sheet,
        scores,
      };
    },
  };
}

function estimateText(mode: "mean" | "sample", samples: number): string {
  if (samples > 1) return `${mode === "mean" ? "the mean of " : ""}${plural(samples, "sample")} each`;
  return mode === "mean" ? "the estimate of minimum squared error" : "one sample each";
}

function sheetCaption(samples: number, hasReference: boolean): string {
  return (
    "“Residual” is the difference, gray where there is none, black and white at four standard deviations of the noise: it should look like noise, without cells." +
    (samples > 1
      ? ` “Uncertainty” is the standard deviation of ${samples} samples, white at the least certain pixel of each image.`
      : "") +
    (hasReference ? " “Best filter” is that of four filters with the highest PSNR." : "")
  );
}

function explanation(mode: "mean" | "sample", samples: number): string[] {
  return [
    mode === "mean"
      ? "Each image is the mean of the plausible images. It has the smallest expected error. Where the model is uncertain, details are averaged."
      : "The images are samples: their details are plausible and depend on the seed. Do not use them for measurement.",
    ...(samples > 1
      ? ["The uncertainty is that of the model. For cell types outside the training set it can be too small."]
      : []),
    "Black and white pixels may have been clipped by the file. The model treats them as at least that dark or bright, to avoid a gray veil; the filters use their values unchanged.",
    "The checks are valid for images like the training images. If the residual shows outlines of cells, or its structure is well above 1, image content was replaced: do not use these areas. Under strong noise the model may add details that no warning reports.",
  ];
}
