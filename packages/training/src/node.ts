/**
 * Train a diffusion model on a folder of images, and resume training (Node only).
 *
 * ```ts
 * import { trainFolder } from "@cellgen/training/node";
 * const run = await trainFolder("my-cells", { out: "runs/my-cells", classConditional: true });
 * ```
 *
 * @module
 */
export { CheckpointError } from "./checkpoint/CheckpointError.ts";
export { loadCheckpoint, saveCheckpoint } from "./checkpoint/checkpoint.ts";
export { describeBalance } from "./run/classBalance.ts";
export { MissingFiguresError } from "./run/loadReport.ts";
export { readMetrics } from "./run/metricsFile.ts";
export type { PreparedRun, TrainedRun } from "./run/preparedRun.ts";
export { prepareRun } from "./run/prepareRun.ts";
export { RunFolderError, type RunFolderErrorCode } from "./run/RunFolderError.ts";
export { filesOfRun, type RunFolder, runFolder } from "./run/runFolder.ts";
export { describeRunIssue, type RunIssue, type RunWarning } from "./run/runWarning.ts";
export { readRunSettings } from "./run/settings/readRunSettings.ts";
export type {
  PrepareRunOptions,
  RunProgress,
  RunSample,
  TrainFolderOptions,
  TrainRunOptions,
} from "./run/settings/runOptions.ts";
export type { RunSettings } from "./run/settings/runSettings.ts";
export { trainFolder } from "./run/trainFolder.ts";
