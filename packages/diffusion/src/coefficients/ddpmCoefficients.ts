import { posteriorCoefficients } from "./posteriorCoefficients.ts";

/** Names of the DDPM variances, as in Hugging Face diffusers. */
export const varianceTypes = ["fixed_small", "fixed_large"] as const;

/**
 * Variance of a DDPM step: "fixed_small" is the posterior variance, which is optimal if all images are identical; "fixed_large" is beta,
 * which is optimal if images are white noise.
 */
export type VarianceType = (typeof varianceTypes)[number];

/** Coefficients of a step to a cleaner image: `x_s = xStart * x_0 + xt * x_t + noise * ε`, x_0 predicted, ε fresh noise. */
export interface DdpmCoefficients {
  readonly xStart: number;
  readonly xt: number;
  readonly noise: number;
}

/**
 * Return the coefficients of an ancestral sampling step from p(x_s | x_t): the posterior mean plus noise.
 *
 * `noise = sqrt(variance)`, with the variance of {@link posteriorCoefficients} (fixed_small) or `1 - a / a'` (fixed_large). A step to the
 * clean image adds no noise.
 *
 * @param alphaCumprod - a, ᾱ at x_t, below 1.
 * @param alphaCumprodNext - a', ᾱ at the end of the step; 1 for the clean image.
 * @throws RangeError if the variance type is unknown.
 * @see Ho et al. 2020, arXiv:2006.11239, Algorithm 2 and section 3.2.
 */
export function ddpmCoefficients(
  alphaCumprod: number,
  alphaCumprodNext: number,
  varianceType: VarianceType,
): DdpmCoefficients {
  checkVarianceType("ddpmCoefficients", varianceType);
  const { xStart, xt, variance } = posteriorCoefficients(alphaCumprod, alphaCumprodNext);
  const beta = 1 - alphaCumprod / alphaCumprodNext;
  const isToCleanImage = alphaCumprodNext === 1;
  const noise = isToCleanImage ? 0 : Math.sqrt(varianceType === "fixed_large" ? beta : variance);
  return { xStart, xt, noise };
}

/** @throws RangeError prefixed with `caller` if the type is unknown. */
export function checkVarianceType(caller: string, value: VarianceType): void {
  if (varianceTypes.includes(value)) return;
  throw new RangeError(`${caller}: varianceType must be fixed_small or fixed_large, got ${String(value)}.`);
}
