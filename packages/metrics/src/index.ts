/**
 * How good generated images are, in numbers: shapes and textures of the cells in them, distances between two sets of features, precision
 * and recall, density and coverage, the nearest neighbours that show memorisation, and the quality of one image beside another. Typed
 * arrays in, numbers out.
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
export {
  type BootstrapOptions,
  bootstrapInterval,
  type IntervalEstimate,
  type SampleDistance,
} from "./bootstrapInterval.ts";
export { CELL_FEATURES, type CellFeature, cellFeatures } from "./cells/cellFeatures.ts";
export type { MeasuredImage, MeasuredImageOptions } from "./cells/measuredImage.ts";
export { type CellSegmentation, segmentCells } from "./cells/segmentCells.ts";
export { compareFeatures, type FeatureComparison } from "./compareFeatures.ts";
export { type FeatureStandardiser, featureStandardiser } from "./featureStandardiser.ts";
export type { Features } from "./features.ts";
export { frechetDistance, gaussianFrechetDistance } from "./frechetDistance.ts";
export { type GaussianMoments, gaussianMoments } from "./gaussianMoments.ts";
export { type ImageScore, imageScore, meanScore } from "./imageScore.ts";
export { type KernelDistance, kernelDistance } from "./kernelDistance.ts";
export {
  type KernelSubsetOptions,
  type KernelSubsets,
  kernelDistanceOfSubsets,
} from "./kernelDistanceOfSubsets.ts";
export { kolmogorovSmirnovDistance } from "./kolmogorovSmirnovDistance.ts";
export { type NearestNeighbours, nearestNeighbours } from "./nearestNeighbours.ts";
export type { Pixels } from "./pixels.ts";
export {
  type PrecisionRecallDensityCoverage,
  precisionRecallDensityCoverage,
} from "./precisionRecallDensityCoverage.ts";
export { psnr } from "./psnr.ts";
export { type FloorEstimate, type RealFloorOptions, realFloor } from "./realFloor.ts";
export { type SsimOptions, ssim } from "./ssim.ts";
export { type StructureKept, structureKept } from "./structureKept.ts";
export { wassersteinDistance } from "./wassersteinDistance.ts";
