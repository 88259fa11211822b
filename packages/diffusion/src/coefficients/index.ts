/**
 * Compute the scalar coefficients of diffusion models in float64: the forward process, predictions from a network's output, and the steps
 * of DDPM and DDIM. No tensors and no dependencies. The tensor functions of `@cellgen/diffusion` and the array samplers of
 * `@cellgen/samplers` are built on them.
 *
 * ```ts
 * import { ddimCoefficients, noiseCoefficients, predict, xStartCoefficients } from "@cellgen/diffusion/coefficients";
 *
 * // One value of a DDIM step from ᾱ = 0.2 to ᾱ = 0.5, with a network that predicts v.
 * const [x, output] = [0.3, -0.1];
 * const step = ddimCoefficients(0.2, 0.5, 0);
 * const predXStart = predict(xStartCoefficients("v_prediction", 0.2), x, output);
 * const predNoise = predict(noiseCoefficients("v_prediction", 0.2), x, output);
 * console.log(step.xStart * predXStart + step.predNoise * predNoise);
 * ```
 *
 * @module
 */
export {
  type DdimCoefficients,
  ddimCoefficients,
  type InverseDdimCoefficients,
  inverseDdimCoefficients,
} from "./ddimCoefficients.ts";
export {
  type DdpmCoefficients,
  ddpmCoefficients,
  type VarianceType,
  varianceTypes,
} from "./ddpmCoefficients.ts";
export { forwardCoefficients, type ImageAndNoise, velocityCoefficients } from "./forwardCoefficients.ts";
export { type PosteriorCoefficients, posteriorCoefficients } from "./posteriorCoefficients.ts";
export {
  noiseCoefficients,
  type PredictionCoefficients,
  predict,
  xStartCoefficients,
} from "./predictionCoefficients.ts";
export { type PredictionType, predictionTypes } from "./predictionType.ts";
