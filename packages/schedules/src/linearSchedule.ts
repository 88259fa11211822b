import { type BetaRange, resolveBetaRange } from "./betaRange.ts";
import { linearRamp } from "./linearRamp.ts";

/**
 * Return betas that increase linearly.
 *
 * `betas[t] = betaStart + (betaEnd - betaStart) * t / (numTimesteps - 1)`
 *
 * @param numTimesteps - T, at least 1.
 * @param range - Defaults are scaled by 1000/T. Hugging Face does not scale: pass `{ betaStart: 1e-4, betaEnd: 0.02 }` for its values.
 * @returns T betas. New array.
 * @throws RangeError if `numTimesteps` is not a positive integer, or not `0 < betaStart <= betaEnd <= 1`. The default range requires T >=
 * 20.
 * @see Ho et al. 2020, arXiv:2006.11239, section 4.
 */
export function linearSchedule(numTimesteps: number, range: BetaRange = {}): Float64Array {
  const { betaStart, betaEnd } = resolveBetaRange("linearSchedule", numTimesteps, range);
  return linearRamp(betaStart, betaEnd, numTimesteps);
}
