import type { NoiseSchedule } from "@cellgen/schedules";
import { logSnr } from "./logSnr.ts";

/** Minimum lambda, where the noise is 164 times as strong as the image. Hugging Face recommends this value for `lambda_min_clipped`. */
const MIN_LAMBDA = -5.1;

/**
 * Compute timesteps for DPM-Solver++ with few steps: uniform in `lambda = log(sqrt(a) / sqrt(1 - a))`, a = alphasCumprod, the variable in
 * which the solver extrapolates.
 *
 * The list starts at the last timestep with lambda ≥ -5.1 and ends at timestep 0. Of 1000 timesteps, it starts at 999 with the linear
 * schedule, and at 995 with the cosine schedule, whose lambda drops to -9.9 in the last four. The timesteps are rounded to integers; if
 * neighbors round to the same integer, one of them is shifted.
 *
 * @param count - Number of timesteps, 1…numTimesteps.
 * @returns `count` distinct timesteps, descending. New array.
 * @throws RangeError if `count` is not an integer in 1…numTimesteps.
 * @see Lu et al. 2022, DPM-Solver, arXiv:2206.00927, for steps uniform in lambda.
 */
export function dpmppTimesteps(schedule: NoiseSchedule, count: number): Int32Array {
  const { numTimesteps, alphasCumprod } = schedule;
  if (!Number.isInteger(count) || count < 1 || count > numTimesteps) {
    throw new RangeError(`dpmppTimesteps: count must be an integer in 1…${numTimesteps}, got ${count}.`);
  }
  const lambdas = alphasCumprod.map(logSnr);
  const first = Math.max(
    lambdas.findLastIndex((lambda) => lambda >= MIN_LAMBDA),
    count - 1,
  );
  const stride = (lambdas[0]! - lambdas[first]!) / Math.max(count - 1, 1);
  const timesteps = new Int32Array(count);
  let before = first + 1;
  for (let i = 0; i < count; i++) {
    const t = timestepOf(lambdas, lambdas[first]! + i * stride, first);
    // Leave room for the remaining timesteps.
    before = Math.max(Math.min(t, before - 1), count - 1 - i);
    timesteps[i] = before;
  }
  return timesteps;
}

/** Return the integer timestep closest to the given lambda, which decreases with t. Interpolates linearly between timesteps. */
function timestepOf(lambdas: Float64Array, value: number, last: number): number {
  const upper = lambdas.findIndex((lambda) => lambda <= value);
  if (upper === -1) return last;
  if (upper === 0) return 0;
  const [above, below] = [lambdas[upper - 1]!, lambdas[upper]!];
  return Math.round(upper - 1 + (above - value) / (above - below));
}
