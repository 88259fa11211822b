/**
 * Classical denoising, as a baseline for networks and for use without one, with noise estimation, variance stabilization and simulated
 * photon noise. Typed arrays in, typed arrays out.
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
export { anscombe, inverseAnscombe } from "./anscombe.ts";
export { applyFilter, type FilterName, filterNames } from "./applyFilter.ts";
export {
  compareWithGaussianBaseline,
  errorRatio,
  type GaussianBaselineOptions,
  type GaussianComparison,
} from "./compareWithGaussianBaseline.ts";
export { cropValues, type PixelArray, type PixelWindow } from "./cropValues.ts";
export { estimateNoise } from "./estimateNoise.ts";
export type { FilterImage, PixelValues } from "./filterImage.ts";
export { type FilterStrengths, filtersForNoise } from "./filtersForNoise.ts";
export { type GaussianOptions, gaussianFilter } from "./gaussianFilter.ts";
export { generalizedAnscombe, undoGeneralizedAnscombe } from "./generalizedAnscombe.ts";
export { inverseGeneralizedAnscombe } from "./inverseGeneralizedAnscombe.ts";
export { type MedianOptions, medianFilter } from "./medianFilter.ts";
export { type MonteCarloSure, monteCarloSure } from "./monteCarloSure.ts";
export { type NonLocalMeansOptions, nonLocalMeansFilter } from "./nonLocalMeansFilter.ts";
export { type PhotonNoise, type PhotonNoiseOptions, photonNoise } from "./photonNoise.ts";
export { parsePhotonNoise, photonNoiseText } from "./photonNoiseText.ts";
export { type ReflectPadded, reflectPad } from "./reflectPad.ts";
export { type TotalVariationOptions, totalVariationFilter } from "./totalVariationFilter.ts";
