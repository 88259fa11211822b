import { checkNumTimesteps } from "./betaRange.ts";

/** Keeps the first betas away from 0. */
const OFFSET = 0.008;
/** Keeps the last beta below 1, where no signal would be left. */
const MAX_BETA = 0.999;

/**
 * Return betas for which alphasCumprod follows a squared cosine: Hugging Face's `squaredcos_cap_v2`.
 *
 * `betas[t] = min(1 - f((t + 1) / numTimesteps) / f(t / numTimesteps), 0.999)`, `f(u) = cos((u + 0.008) / 1.008 * pi / 2)^2`
 *
 * @param numTimesteps - T, at least 1.
 * @returns T betas. New array.
 * @throws RangeError if `numTimesteps` is not a positive integer.
 * @see Nichol and Dhariwal 2021, arXiv:2102.09672, Eq. 17.
 */
export function cosineSchedule(numTimesteps: number): Float64Array {
  checkNumTimesteps("cosineSchedule", numTimesteps);
  const alphaCumprodAt = (u: number) => Math.cos((((u + OFFSET) / (1 + OFFSET)) * Math.PI) / 2) ** 2;
  return Float64Array.from({ length: numTimesteps }, (_, t) =>
    Math.min(1 - alphaCumprodAt((t + 1) / numTimesteps) / alphaCumprodAt(t / numTimesteps), MAX_BETA),
  );
}
