/** Coefficients of the distribution of a cleaner image x_s given x_t and x_0: `x_s = xStart * x_0 + xt * x_t + sqrt(variance) * ε`. */
export interface PosteriorCoefficients {
  readonly xStart: number;
  readonly xt: number;
  readonly variance: number;
}

/**
 * Return the coefficients of the posterior q(x_s | x_t, x_0) of the forward process, for any noise level s below t.
 *
 * With a = `alphaCumprod`, a' = `alphaCumprodNext` and `beta = 1 - a / a'`:
 *
 * `xStart = sqrt(a') beta / (1 - a)`, `xt = sqrt(a / a') (1 - a') / (1 - a)`, `variance = beta (1 - a') / (1 - a)`
 *
 * @param alphaCumprod - ᾱ at x_t, below 1.
 * @param alphaCumprodNext - ᾱ at x_s, above `alphaCumprod`. With 1 (the clean image), x_s is x_0.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 6 and 7; Nichol and Dhariwal 2021, arXiv:2102.09672, Eq. 19, for longer steps.
 */
export function posteriorCoefficients(alphaCumprod: number, alphaCumprodNext: number): PosteriorCoefficients {
  const beta = 1 - alphaCumprod / alphaCumprodNext;
  const shrink = (1 - alphaCumprodNext) / (1 - alphaCumprod);
  return {
    xStart: (Math.sqrt(alphaCumprodNext) * beta) / (1 - alphaCumprod),
    xt: Math.sqrt(alphaCumprod / alphaCumprodNext) * shrink,
    variance: beta * shrink,
  };
}
