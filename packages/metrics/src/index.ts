/**
 * Evaluate generated images against real ones: shapes and textures of cells, distances between sets of features, precision and recall,
 * density and coverage, nearest neighbors for detecting memorization, and PSNR and SSIM against a reference. Inputs are typed arrays,
 * results are numbers.
 *
 * ```ts
 * import { frechetDistance, kernelDistance, nearestNeighbours } from "@cellgen/metrics";
 * const { value, standardError } = kernelDistance(real, generated, 64); // rows of 64 features: Float32Array or Float64Array
 * console.log(`KID ${value} ± ${standardError}, Fréchet ${frechetDistance(real, generated, 64)}`);
 * const { indices, distances } = nearestNeighbours(generated, training, 64);
 * console.log(`image 0 is nearest to training image ${indices[0]}, at ${distances[0]}`);
 * ```
 *
 * @module
 */

export { CELL_FEATURES, type CellFeature, cellFeatures } from "./cells/cellFeatures.ts";
export type { MeasuredImage, MeasuredImageOptions } from "./cells/measuredImage.ts";
export { type CellSegmentation, segmentCells } from "./cells/segmentation/segmentCells.ts";
export { compareFeatures, type FeatureComparison } from "./compareFeatures.ts";
export {
  type BootstrapOptions,
  bootstrapInterval,
  type IntervalEstimate,
  type SampleDistance,
} from "./distances/bootstrapInterval.ts";
export { frechetDistance, gaussianFrechetDistance } from "./distances/frechetDistance.ts";
export { type GaussianMoments, gaussianMoments } from "./distances/gaussianMoments.ts";
export { type KernelDistance, kernelDistance } from "./distances/kernelDistance.ts";
export {
  type KernelSubsetOptions,
  type KernelSubsets,
  kernelDistanceOfSubsets,
} from "./distances/kernelDistanceOfSubsets.ts";
export { kolmogorovSmirnovDistance } from "./distances/kolmogorovSmirnovDistance.ts";
export { type BaselineEstimate, type RealBaselineOptions, realBaseline } from "./distances/realBaseline.ts";
export { wassersteinDistance } from "./distances/wassersteinDistance.ts";
export { type FeatureStandardiser, featureStandardiser } from "./featureStandardiser.ts";
export type { Features } from "./features.ts";
export { type ImageScore, imageScore, meanScore } from "./images/imageScore.ts";
export { psnr } from "./images/psnr.ts";
export {
  type RunningStructureKept,
  runningStructureKept,
  type StructureKeptOfSet,
} from "./images/runningStructureKept.ts";
export { type SsimOptions, ssim } from "./images/ssim.ts";
export { type StructureKept, structureKept } from "./images/structureKept.ts";
export { type NearestNeighbours, nearestNeighbours } from "./neighbours/nearestNeighbours.ts";
export {
  type PrecisionRecallDensityCoverage,
  precisionRecallDensityCoverage,
} from "./neighbours/precisionRecallDensityCoverage.ts";
export type { Pixels } from "./pixels.ts";
