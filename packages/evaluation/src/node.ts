/**
 * Evaluate folders of images (Node only). Also: train a classifier of the classes in a folder, use an ONNX file as feature extractor, and
 * store trained feature networks on disk.
 *
 * ```ts
 * import { evaluateFolder } from "@cellgen/evaluation/node";
 * const { result } = await evaluateFolder({ model: "runs/my-cells", data: "my-cells", count: 500 });
 * console.log(result.verdict, result.good, result.bad);
 * ```
 *
 * @module
 */

export { type OnnxFeatureOptions, onnxFeatures } from "./features/onnxFeatures.ts";
export { evaluateFolder } from "./folder/evaluateFolder.ts";
export type {
  ComparisonStart,
  EvaluatedModel,
  EvaluateFolderOptions,
  EvaluateFolderProgress,
} from "./folder/evaluateFolderOptions.ts";
export { describeFault, EvaluationError, type EvaluationFault } from "./folder/evaluationError.ts";
export {
  type EvaluationExamples,
  type ExampleImage,
  type ExamplePair,
  evaluationExamples,
} from "./folder/evaluationExamples.ts";
export type { EvaluationFolder } from "./folder/evaluationFolder.ts";
export type { EvaluationNames } from "./folder/evaluationNames.ts";
export type { HeldOutSource } from "./folder/evaluationPlan.ts";
export { describeIssue, type EvaluationIssue, type EvaluationWarning } from "./folder/evaluationWarning.ts";
export type { EvaluationResult, FolderEvaluation, NamedPair } from "./folder/folderEvaluation.ts";
export type { EvaluationImages } from "./folder/images/evaluationImages.ts";
export type { NamedImages } from "./folder/images/namedImages.ts";
export {
  type ClassJudgeOptions,
  type TrainedClassJudge,
  trainClassJudge,
} from "./folder/trainClassJudge.ts";
export { readNetwork, writeNetwork } from "./networks/networkFile.ts";
