/**
 * Create the report of an evaluation, as input of `htmlReport` of @cellgen/figures (Node only). Needs @cellgen/figures, an optional peer
 * dependency.
 *
 * ```ts
 * const evaluation = await evaluateFolder({ model: "runs/my-cells", data: "my-cells" });
 * await writeFile("report.html", htmlReport({ title: "My cells", ...(await evaluationReport(evaluation)) }));
 * ```
 *
 * @module
 */
export {
  type EvaluationReport,
  type EvaluationReportOptions,
  evaluationReport,
} from "./evaluationReport.ts";
