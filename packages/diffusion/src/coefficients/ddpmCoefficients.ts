import { posteriorCoefficients } from "./posteriorCoefficients.ts";

/** The variances of a DDPM step, under the names of Hugging Face diffusers. */
export const varianceTypes = ["fixed_small", "fixed_large"] as const;

/**
 * The variance of a DDPM step. "fixed_small" is that of the posterior, optimal if all images were equal; "fixed_large" is beta, optimal if
 * images were white noise.
 */
export type VarianceType = (typeof varianceTypes)[number];

/** A step to a cleaner image: `x_s = xStart * x_0 + xt * x_t + noise * ε`, with the predicted x_0 and fresh noise ε. */
export interface DdpmCoefficients {
  readonly xStart: number;
  readonly xt: number;
  readonly noise: number;
}

/**
 * A step of ancestral sampling from p(x_s | x_t): the mean of the posterior, and noise.
 *
 * `noise = sqrt(variance)`: of {@link posteriorCoefficients} (fixed_small) or `1 - a / a'` (fixed_large). A step to the clean image adds no
 * noise.
 *
 * @param alphaCumprod - a, ᾱ of the noise level of x_t, below 1.
 * @param alphaCumprodNext - a', ᾱ of the level that the step leads to; 1 for the clean image.
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

/** @throws RangeError in the name of `caller` if the type is unknown. */
export function checkVarianceType(caller: string, value: VarianceType): void {
  if (varianceTypes.includes(value)) return;
  throw new RangeError(`${caller}: varianceType must be fixed_small or fixed_large, got ${String(value)}.`);
}
