/**
 * Denoise images with classical filters, as a baseline for networks or without a network. The package also estimates noise, stabilizes its
 * variance and simulates photon noise. Inputs and outputs are typed arrays.
 *
 * ```ts
 * import { estimateNoise, filtersForNoise, nonLocalMeansFilter } from "@cellgen/filters";
 * const image = { values, height: 500, width: 500, channels: 1 }; // Float32Array or Float64Array, on any scale
 * const sigma = estimateNoise(image);
 * const strengths = filtersForNoise(image, sigma);
 * const denoised = nonLocalMeansFilter(image, strengths.nonLocalMeans);
 * ```
 *
 * @module
 */

export { cropValues, type PixelArray, type PixelWindow } from "./cropValues.ts";
export type { FilterImage, PixelValues } from "./filterImage.ts";
export { estimateNoise } from "./noise/estimateNoise.ts";
export { type PhotonNoise, type PhotonNoiseOptions, photonNoise } from "./noise/photonNoise.ts";
export { parsePhotonNoise, photonNoiseText } from "./noise/photonNoiseText.ts";
export { reflectIndex } from "./reflectIndex.ts";
export { type ReflectPadded, reflectPad } from "./reflectPad.ts";
export {
  compareWithGaussianBaseline,
  errorRatio,
  type GaussianBaselineOptions,
  type GaussianComparison,
} from "./risk/compareWithGaussianBaseline.ts";
export { type MonteCarloSure, monteCarloSure } from "./risk/monteCarloSure.ts";
export { connectedComponents } from "./segmentation/connectedComponents.ts";
export { applyFilter, type FilterName, filterNames } from "./smoothing/applyFilter.ts";
export { type FilterStrengths, filtersForNoise } from "./smoothing/filtersForNoise.ts";
export { type GaussianOptions, gaussianFilter } from "./smoothing/gaussianFilter.ts";
export { type MedianOptions, medianFilter } from "./smoothing/medianFilter.ts";
export { type NonLocalMeansOptions, nonLocalMeansFilter } from "./smoothing/nonLocalMeansFilter.ts";
export { type TotalVariationOptions, totalVariationFilter } from "./smoothing/totalVariationFilter.ts";
export { anscombe, inverseAnscombe } from "./stabilization/anscombe.ts";
export { generalizedAnscombe, undoGeneralizedAnscombe } from "./stabilization/generalizedAnscombe.ts";
export { inverseGeneralizedAnscombe } from "./stabilization/inverseGeneralizedAnscombe.ts";
