import { randomStream } from "@cellgen/random";
import { checkImage, checkNumber, type FilterImage } from "../filterImage.ts";

/** An estimator of a denoiser's error without the clean image. */
export interface MonteCarloSure {
  /** The image with a small perturbation. Denoise it in the same way as the image. */
  readonly disturbed: FilterImage<Float64Array>;
  /**
   * Estimate the mean squared error. It is negative only by chance.
   *
   * @param denoised - The denoised image, in the layout of the image.
   * @param ofDisturbed - The denoised `disturbed`.
   */
  risk(denoised: ArrayLike<number>, ofDisturbed: ArrayLike<number>): number;
}

/** Standard deviation of the perturbation, relative to the noise: small for a filter, large compared with rounding errors. */
const PERTURBATION = 0.01;

/**
 * Estimate the mean squared error of any denoiser, a filter or a network, on an image with white noise, from the noisy image only.
 *
 * `risk = mean (u - g)² - sigma² + 2 sigma² div u / n`, `div u ≈ b · (u(g + e b) - u(g)) / e`, for the denoiser's output u of the noisy g
 * and fixed random signs b. Its standard deviation is about `sigma² sqrt(2 / n)`; most of it is common to two denoisers of the same image.
 *
 * @param sigma - Standard deviation of the noise, above 0.
 * @param isCounted - Whether to include the value at an index of `values`. Exclude pixels clipped at black or white, whose noise
 *   differs. @default all
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, `sigma` is not above 0, or no value is included.
 * @see Stein 1981, Annals of Statistics 9; Ramani, Blu and Unser 2008, IEEE Transactions on Image Processing 17.
 */
export function monteCarloSure(
  image: FilterImage,
  sigma: number,
  isCounted: (index: number) => boolean = () => true,
): MonteCarloSure {
  checkImage("monteCarloSure", image);
  checkNumber("monteCarloSure", "sigma", sigma, "above 0");
  const { values } = image;
  const uniforms = randomStream(0, "filterRisk").fillUniform(new Float32Array(values.length));
  const signs = uniforms.map((uniform, i) => (isCounted(i) ? (uniform < 0.5 ? -1 : 1) : 0));
  const count = signs.reduce((count, sign) => count + sign * sign, 0);
  if (count === 0)
    throw new RangeError("monteCarloSure: isCounted must include at least one value, got none.");
  const step = PERTURBATION * sigma;
  return {
    disturbed: { ...image, values: Float64Array.from(values, (value, i) => value + step * signs[i]!) },
    risk(denoised, ofDisturbed) {
      let [change, divergence] = [0, 0];
      for (let i = 0; i < values.length; i++) {
        if (signs[i] === 0) continue;
        change += (denoised[i]! - values[i]!) ** 2;
        divergence += (signs[i]! * (ofDisturbed[i]! - denoised[i]!)) / step;
      }
      return (change + 2 * sigma ** 2 * divergence) / count - sigma ** 2;
    },
  };
}
