import { type BetaRange, resolveBetaRange } from "./betaRange.ts";
import { linearRamp } from "./linearRamp.ts";

/**
 * Betas whose square roots grow evenly: less noise in the middle than `linearSchedule`.
 *
 * `betas[t] = (sqrt(betaStart) + (sqrt(betaEnd) - sqrt(betaStart)) * t / (numTimesteps - 1))^2`
 *
 * @param numTimesteps - T, from 1.
 * @param range - What is left out is scaled by 1000/T, as in `linearSchedule`.
 * @returns T betas, the caller's.
 * @throws RangeError if `numTimesteps` is no integer from 1, or not `0 < betaStart <= betaEnd <= 1`: the default range needs T >= 20.
 * @see Rombach et al. 2022, arXiv:2112.10752, whose code has betaStart 0.00085 and betaEnd 0.012.
 */
export function scaledLinearSchedule(numTimesteps: number, range: BetaRange = {}): Float64Array {
  const { betaStart, betaEnd } = resolveBetaRange("scaledLinearSchedule", numTimesteps, range);
  const roots = linearRamp(Math.sqrt(betaStart), Math.sqrt(betaEnd), numTimesteps);
  return roots.map((root) => root * root);
}
