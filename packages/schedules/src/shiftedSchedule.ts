import type { NoiseSchedule } from "./noiseSchedule.ts";

/** Keeps the betas in (0, 1), as in the cosine schedule. */
const [MIN_BETA, MAX_BETA] = [1e-9, 0.999];

/**
 * Return the betas of a schedule whose noise is shifted: at each timestep, signal and noise are in another proportion.
 *
 * `logSNR'(t) = logSNR(t) + 2 log(shift)`, with `SNR = alphasCumprod / (1 - alphasCumprod)`. Betas are limited to 1e-9…0.999.
 *
 * In a large image, neighboring pixels are alike, so the same noise hides less of it. `shift = 32 / size` gives images of `size` pixels the
 * noise that a schedule for 32 pixels has after averaging.
 *
 * @param shift - Above 0; below 1 for more noise.
 * @returns T betas, for `noiseSchedule`. New array.
 * @throws RangeError if `shift` is not a number above 0.
 * @see Hoogeboom et al. 2023, arXiv:2301.11093, section 3.1.
 */
export function shiftedSchedule({ alphasCumprod }: NoiseSchedule, shift: number): Float64Array {
  if (!(shift > 0 && shift < Infinity)) {
    throw new RangeError(`shiftedSchedule: shift must be greater than 0, got ${shift}.`);
  }
  let previous = 1;
  return alphasCumprod.map((alphaCumprod) => {
    const snr = (shift ** 2 * alphaCumprod) / (1 - alphaCumprod);
    const beta = Math.min(Math.max(1 - snr / (1 + snr) / previous, MIN_BETA), MAX_BETA);
    previous *= 1 - beta;
    return beta;
  });
}
