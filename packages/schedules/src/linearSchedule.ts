import { type BetaRange, resolveBetaRange } from "./betaRange.ts";
import { linearRamp } from "./linearRamp.ts";

/**
 * Betas that grow evenly.
 *
 * `betas[t] = betaStart + (betaEnd - betaStart) * t / (numTimesteps - 1)`
 *
 * @param numTimesteps - T, from 1.
 * @param range - What is left out is scaled by 1000/T; Hugging Face does not scale: `{ betaStart: 1e-4, betaEnd: 0.02 }` gives its values.
 * @returns T betas, the caller's.
 * @throws RangeError if `numTimesteps` is no integer from 1, or not `0 < betaStart <= betaEnd <= 1`: the default range needs T >= 20.
 * @see Ho et al. 2020, arXiv:2006.11239, section 4.
 */
export function linearSchedule(numTimesteps: number, range: BetaRange = {}): Float64Array {
  const { betaStart, betaEnd } = resolveBetaRange("linearSchedule", numTimesteps, range);
  return linearRamp(betaStart, betaEnd, numTimesteps);
}
