import { type BetaRange, resolveBetaRange } from "./betaRange.ts";
import { linearRamp } from "./linearRamp.ts";

/** The logistic function is taken from -6 to 6, where it is within 0.0025 of 0 and 1. */
const LIMIT = 6;

/**
 * Betas along a logistic curve, as Hugging Face's `sigmoid`. (The schedule of Jabri et al. 2022 is another: a logistic curve of
 * alphasCumprod.)
 *
 * `betas[t] = betaStart + (betaEnd - betaStart) / (1 + exp(-x))`, x from -6 to 6 in `numTimesteps` even steps. So the range's ends are
 * approached, not met.
 *
 * @param numTimesteps - T, from 1.
 * @param range - What is left out is scaled by 1000/T, as in `linearSchedule`.
 * @returns T betas, the caller's.
 * @throws RangeError if `numTimesteps` is no integer from 1, or not `0 < betaStart <= betaEnd <= 1`: the default range needs T >= 20.
 * @see Xu et al. 2022, arXiv:2203.02923 (GeoDiff).
 */
export function sigmoidSchedule(numTimesteps: number, range: BetaRange = {}): Float64Array {
  const { betaStart, betaEnd } = resolveBetaRange("sigmoidSchedule", numTimesteps, range);
  return linearRamp(-LIMIT, LIMIT, numTimesteps).map(
    (x) => betaStart + (betaEnd - betaStart) / (1 + Math.exp(-x)),
  );
}
