/**
 * Create reports on processed images, as input of `htmlReport` of @cellgen/figures. For Node; needs @cellgen/figures, an optional peer
 * dependency.
 *
 * ```ts
 * const report = denoisingReport();
 * for (const file of files) report.add(file, await cells.denoise(file));
 * await writeFile("report.html", htmlReport(await report.contents()));
 * ```
 *
 * @module
 */

export {
  type DenoisingReportContents,
  type DenoisingReportOptions,
  denoisingReport,
} from "./denoisingReport.ts";
export { type InpaintingReportOptions, inpaintingReport } from "./inpaintingReport.ts";
export {
  type InterpolationReportContents,
  type InterpolationReportOptions,
  interpolationReport,
  type NamedImage,
} from "./interpolationReport.ts";
export type {
  ReportTexts,
  ResultReport,
  ResultReportContents,
  ResultReportOptions,
} from "./resultReport.ts";
export type { TableSection } from "./tableSection.ts";
export {
  type TranslationReportContents,
  type TranslationReportOptions,
  translationReport,
} from "./translationReport.ts";
export type { JudgeAccuracy, TranslationScores } from "./translationScores.ts";
