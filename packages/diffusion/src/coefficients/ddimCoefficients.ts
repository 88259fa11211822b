/** Coefficients of a step to a cleaner image: `x_s = xStart * x_0 + predNoise * ε_t + noise * ε`, x_0 and ε_t predicted, ε fresh noise. */
export interface DdimCoefficients {
  readonly xStart: number;
  readonly predNoise: number;
  readonly noise: number;
}

/**
 * Return the coefficients of a DDIM step. With a = `alphaCumprod` and a' = `alphaCumprodNext`:
 *
 * `noise = eta sqrt((1 - a') / (1 - a)) sqrt(1 - a / a')`, `predNoise = sqrt(1 - a' - noise²)`, `xStart = sqrt(a')`
 *
 * @param alphaCumprod - ᾱ at x_t, below 1.
 * @param alphaCumprodNext - ᾱ at the end of the step; 1 for the clean image.
 * @param eta - 0 is deterministic, 1 has the variance of DDPM.
 * @see Song et al. 2021, arXiv:2010.02502, Eq. 12 and 16.
 */
export function ddimCoefficients(
  alphaCumprod: number,
  alphaCumprodNext: number,
  eta: number,
): DdimCoefficients {
  const shrink = (1 - alphaCumprodNext) / (1 - alphaCumprod);
  const noise = eta === 0 ? 0 : eta * Math.sqrt(shrink * (1 - alphaCumprod / alphaCumprodNext));
  // Rounding can make the difference slightly negative.
  const predNoise = Math.sqrt(Math.max(1 - alphaCumprodNext - noise ** 2, 0));
  return { xStart: Math.sqrt(alphaCumprodNext), predNoise, noise };
}

/** Coefficients of a step to a noisier image: `x_t = xNext * x_s + xStart * x_0 + predNoise * ε_t`, x_0 and ε_t predicted from x_t. */
export interface InverseDdimCoefficients {
  readonly xNext: number;
  readonly xStart: number;
  readonly predNoise: number;
}

/**
 * Return the coefficients of a deterministic DDIM step from x_t to x_s, solved for x_t. Of the two predictions, it uses the one with the
 * smaller weight: ε_t where x_s holds little noise, otherwise x_0. With a = `alphaCumprod` and a' = `alphaCumprodNext`:
 *
 * `x_t = sqrt(a / a') x_s + (sqrt(1 - a) - sqrt(a / a') sqrt(1 - a')) ε_t` for a' ≥ 1/2, otherwise
 * `x_t = sqrt((1 - a) / (1 - a')) x_s + (sqrt(a) - sqrt((1 - a) / (1 - a')) sqrt(a')) x_0`
 *
 * @param alphaCumprod - ᾱ at x_t.
 * @param alphaCumprodNext - ᾱ at x_s, above `alphaCumprod`.
 * @see Song et al. 2021, arXiv:2010.02502, section 4.3.
 */
export function inverseDdimCoefficients(
  alphaCumprod: number,
  alphaCumprodNext: number,
): InverseDdimCoefficients {
  if (alphaCumprodNext < 0.5) {
    const xNext = Math.sqrt((1 - alphaCumprod) / (1 - alphaCumprodNext));
    return { xNext, xStart: Math.sqrt(alphaCumprod) - xNext * Math.sqrt(alphaCumprodNext), predNoise: 0 };
  }
  const xNext = Math.sqrt(alphaCumprod / alphaCumprodNext);
  const predNoise = Math.sqrt(1 - alphaCumprod) - xNext * Math.sqrt(1 - alphaCumprodNext);
  return { xNext, xStart: 0, predNoise };
}
