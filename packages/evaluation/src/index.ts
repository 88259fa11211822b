/**
 * Evaluates generated images of cells against real ones: distances in learnt or measured features, differences of the cells, memorised
 * training images, and with classes whether the requested class is recognised and what a classifier learns from the images. Every number
 * comes with its baseline, the same measure of held-out real images. `@cellgen/evaluation/node` does all of it for folders.
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
export { type EvaluatedSets, type EvaluateOptions, evaluateImages } from "./evaluateImages.ts";
export type { ClassEvaluation, EvaluatedCounts, Evaluation } from "./evaluation.ts";
export type { EvaluationProgress } from "./evaluationProgress.ts";
export { type FeatureDistanceOptions, type FeatureDistances, featureDistances } from "./featureDistances.ts";
export type { FeatureExtractor } from "./featureExtractor.ts";
export type { ImageSet } from "./imageSet.ts";
export { type Classifier, isClassifier, type LearntNetwork, loadNetwork } from "./loadNetwork.ts";
export type { Estimate, Measurement } from "./measurement.ts";
export { type Memorisation, type MemorisationOptions, memorisation } from "./memorisation.ts";
export type { NearestPair } from "./nearestImages.ts";
export type { NetworkKind, NetworkWeights } from "./networkWeights.ts";
export { type ClassifierOptions, trainClassifier } from "./trainClassifier.ts";
export { type ContrastiveOptions, trainContrastive } from "./trainContrastive.ts";
export type { NetworkTrainingOptions } from "./trainNetwork.ts";
export { type TaughtAccuracy, type Usefulness, type UsefulnessOptions, usefulness } from "./usefulness.ts";
