import { type BetaRange, resolveBetaRange } from "./betaRange.ts";
import { linearRamp } from "./linearRamp.ts";

/** The logistic function is evaluated from -6 to 6, where it is within 0.0025 of 0 and 1. */
const LIMIT = 6;

/**
 * Return betas along a logistic curve: Hugging Face's `sigmoid`. It is not the schedule of Jabri et al. 2022, in which alphasCumprod
 * follows a logistic curve.
 *
 * `betas[t] = betaStart + (betaEnd - betaStart) / (1 + exp(-x))`, x from -6 to 6 in `numTimesteps` even steps. The first and last betas are
 * close to the ends of the range, but do not reach them.
 *
 * @param numTimesteps - T, at least 1.
 * @param range - Defaults are scaled by 1000/T, as in `linearSchedule`.
 * @returns T betas. New array.
 * @throws RangeError if `numTimesteps` is not a positive integer, or not `0 < betaStart <= betaEnd <= 1`. The default range requires T >=
 * 20.
 * @see Xu et al. 2022, arXiv:2203.02923 (GeoDiff).
 */
export function sigmoidSchedule(numTimesteps: number, range: BetaRange = {}): Float64Array {
  const { betaStart, betaEnd } = resolveBetaRange("sigmoidSchedule", numTimesteps, range);
  return linearRamp(-LIMIT, LIMIT, numTimesteps).map(
    (x) => betaStart + (betaEnd - betaStart) / (1 + Math.exp(-x)),
  );
}
