/**
 * Write the pictures and the report of a training run (Node only). Needs @cellgen/figures, an optional peer dependency.
 *
 * ```ts
 * const run = await prepareRun("my-cells", { out: "runs/my-cells" });
 * await writeRunReport(run, await run.train({ onSamples: (sample) => writeRunSamples(run.settings, sample) }));
 * ```
 *
 * @module
 */
export type { RunReportTexts } from "./runReport.ts";
export { type RunReportOptions, writeRunReport, writeRunSamples } from "./writeRunReport.ts";
