import { type BetaRange, resolveBetaRange } from "./betaRange.ts";
import { linearRamp } from "./linearRamp.ts";

/**
 * Return betas whose square roots increase linearly: less noise in the middle than `linearSchedule`.
 *
 * `betas[t] = (sqrt(betaStart) + (sqrt(betaEnd) - sqrt(betaStart)) * t / (numTimesteps - 1))^2`
 *
 * @param numTimesteps - T, at least 1.
 * @param range - Defaults are scaled by 1000/T, as in `linearSchedule`.
 * @returns T betas. New array.
 * @throws RangeError if `numTimesteps` is not a positive integer, or not `0 < betaStart <= betaEnd <= 1`. The default range requires T >=
 * 20.
 * @see Rombach et al. 2022, arXiv:2112.10752, whose code uses betaStart 0.00085 and betaEnd 0.012.
 */
export function scaledLinearSchedule(numTimesteps: number, range: BetaRange = {}): Float64Array {
  const { betaStart, betaEnd } = resolveBetaRange("scaledLinearSchedule", numTimesteps, range);
  const roots = linearRamp(Math.sqrt(betaStart), Math.sqrt(betaEnd), numTimesteps);
  return roots.map((root) => root * root);
}
