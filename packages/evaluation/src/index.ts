/**
 * Whether to believe generated images of cells: distances to real ones in learnt or measured features, what differs in the cells, whether
 * training images were learnt by heart, whether the class that was asked for is seen, and whether the images can teach a classifier.
 * Every number stands beside its floor: the same measure of held-out real images.
 *
 * ```ts
 * import { describeEvaluation, evaluateImages, trainClassifier } from "@cellgen/evaluation";
 * const features = await trainClassifier(training, { engine, classes: 8, seed: 0 });
 * const evaluation = await evaluateImages({ generated, training, heldOut }, { engine, features, classes: names, seed: 0 });
 * const { value, low, high, floor } = evaluation.distances.kernelDistance;
 * console.log(`KID ${value} (${low} to ${high}), real images ${floor.value}`, describeEvaluation(evaluation).verdict);
 * ```
 *
 * @module
 */
export { cellFeatureExtractor } from "./cellFeatureExtractor.ts";
export { type ClassSeen, classSeen } from "./classSeen.ts";
export type { CellFeatureComparison, FeatureHistogram } from "./compareCells.ts";
export { describeEvaluation, type EvaluationWords } from "./describeEvaluation.ts";
export {
  type ClassEvaluation,
  type EvaluatedCounts,
  type EvaluatedSets,
  type EvaluateOptions,
  type Evaluation,
  type EvaluationProgress,
  evaluateImages,
} from "./evaluateImages.ts";
export { type FeatureDistanceOptions, type FeatureDistances, featureDistances } from "./featureDistances.ts";
export type { FeatureExtractor } from "./featureExtractor.ts";
export type { ImageSet } from "./imageSet.ts";
export { type Classifier, isClassifier, type LearntNetwork, loadNetwork } from "./loadNetwork.ts";
export type { Estimate, Measurement } from "./measurement.ts";
export { type Memorisation, type MemorisationOptions, memorisation } from "./memorisation.ts";
export type { NearestPair } from "./nearestImages.ts";
export type { NetworkKind, NetworkWeights } from "./networkWeights.ts";
export { percent } from "./percent.ts";
export { type ClassifierOptions, trainClassifier } from "./trainClassifier.ts";
export { type ContrastiveOptions, trainContrastive } from "./trainContrastive.ts";
export type { NetworkTrainingOptions } from "./trainNetwork.ts";
export { type TaughtAccuracy, type Usefulness, type UsefulnessOptions, usefulness } from "./usefulness.ts";
