/** Weights of the clean image and the noise. */
export interface ImageAndNoise {
  readonly xStart: number;
  readonly noise: number;
}

/**
 * Return the coefficients of the forward process in one step: `x_t = xStart * x_0 + noise * ε`.
 *
 * `xStart = sqrt(a)`, `noise = sqrt(1 - a)`, a = `alphaCumprod`
 *
 * @param alphaCumprod - ᾱ at x_t, 0…1. Pass the ratio ᾱ_t / ᾱ_s for the step from x_s to a noisier x_t.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 4.
 */
export function forwardCoefficients(alphaCumprod: number): ImageAndNoise {
  return { xStart: Math.sqrt(alphaCumprod), noise: Math.sqrt(1 - alphaCumprod) };
}

/**
 * Return the coefficients of the velocity: `v = xStart * x_0 + noise * ε`.
 *
 * `xStart = -sqrt(1 - a)`, `noise = sqrt(a)`, a = `alphaCumprod`
 *
 * @param alphaCumprod - ᾱ at x_t, 0…1.
 * @see Salimans and Ho 2022, arXiv:2202.00512, appendix D.
 */
export function velocityCoefficients(alphaCumprod: number): ImageAndNoise {
  return { xStart: -Math.sqrt(1 - alphaCumprod), noise: Math.sqrt(alphaCumprod) };
}
