/**
 * Evaluate generated cell images against real ones: distances in learned or measured features, differences of the cells, and memorized
 * training images; with classes also whether the requested class is recognized, and the accuracy of a classifier trained on the images. Every
 * measure comes with a baseline: the same measure of held-out real images. To evaluate folders, use `@cellgen/evaluation/node`.
 *
 * ```ts
 * import { describeEvaluation, evaluateImages, trainClassifier } from "@cellgen/evaluation";
 * const features = await trainClassifier(training, { engine, classes: 8, seed: 0 });
 * const evaluation = await evaluateImages({ generated, training, heldOut }, { engine, features, classes: names, seed: 0 });
 * const { value, low, high, realBaseline } = evaluation.distances.kernelDistance;
 * console.log(`KID ${value} (${low} to ${high}), real images ${realBaseline.value}`, describeEvaluation(evaluation).verdict);
 * ```
 *
 * @module
 */

export { type EvaluatedSets, type EvaluateOptions, evaluateImages } from "./evaluateImages.ts";
export type { ClassEvaluation, ClassProportions, EvaluatedCounts, Evaluation } from "./evaluation.ts";
export type { EvaluationProgress } from "./evaluationProgress.ts";
export { cellFeatureExtractor } from "./features/cellFeatureExtractor.ts";
export type { FeatureExtractor } from "./features/featureExtractor.ts";
export { type ClassSeen, type CountedImages, classSeen } from "./measures/classSeen.ts";
export type { CellFeatureComparison, FeatureHistogram } from "./measures/compareCells.ts";
export {
  type FeatureDistanceOptions,
  type FeatureDistances,
  featureDistances,
} from "./measures/featureDistances.ts";
export type { ImageSet } from "./measures/imageSet.ts";
export type { Estimate, Measurement } from "./measures/measurement.ts";
export { type Memorisation, type MemorisationOptions, memorisation } from "./measures/memorisation.ts";
export type { NearestPair } from "./measures/nearestImages.ts";
export type { ClassWeights } from "./measures/selectByClass.ts";
export {
  type Usefulness,
  type UsefulnessAccuracy,
  type UsefulnessOptions,
  usefulness,
} from "./measures/usefulness.ts";
export { type Classifier, isClassifier, type LearnedNetwork, loadNetwork } from "./networks/loadNetwork.ts";
export type { NetworkKind, NetworkWeights } from "./networks/networkWeights.ts";
export { type ClassifierOptions, trainClassifier } from "./networks/trainClassifier.ts";
export { type ContrastiveOptions, trainContrastive } from "./networks/trainContrastive.ts";
export type { NetworkTrainingOptions } from "./networks/trainNetwork.ts";
export { describeEvaluation, type EvaluationWords } from "./report/describeEvaluation.ts";
export { type EvaluationTable, type EvaluationTables, evaluationTables } from "./report/evaluationTables.ts";
