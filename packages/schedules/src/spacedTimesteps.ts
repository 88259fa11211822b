import { checkNumTimesteps } from "./betaRange.ts";

/** Spacing of a sampler's timesteps, with Hugging Face's names (`timestep_spacing`). */
export type TimestepSpacing = "leading" | "trailing" | "linspace";

/**
 * Select the timesteps of a sampler with fewer steps than the schedule, noisiest first. With T = numTimesteps and N = count:
 *
 * - leading: `i * floor(T / N) + stepsOffset`, i = N-1…0. Ends at `stepsOffset`, but starts below T-1.
 * - trailing: `round(T - i * T / N) - 1`, i = 0…N-1. Starts at T-1, which matches the initial noise.
 * - linspace: `round(i * (T - 1) / (N - 1))`, i = N-1…0. Includes both ends; for N = 1 it is only 0.
 *
 * Halves are rounded to even and the arithmetic follows NumPy, so that the integers match Hugging Face. The result always has N timesteps;
 * Hugging Face's trailing spacing has an additional timestep -1 for some N (61 and 103 of 1000).
 *
 * @param numTimesteps - T of the schedule, at least 1.
 * @param count - N, 1…T.
 * @param stepsOffset - Added by leading spacing; ignored by the others, as in Hugging Face. @default 0
 * @returns N distinct timesteps in 0…T-1, descending. New array.
 * @throws RangeError if the spacing is unknown, a number is out of range, or the offset shifts a timestep above T-1 (as 1 does for N = T).
 * @see Lin et al. 2023, arXiv:2305.08891, table 2.
 */
export function spacedTimesteps(
  spacing: TimestepSpacing,
  numTimesteps: number,
  count: number,
  stepsOffset = 0,
): Int32Array {
  checkNumTimesteps("spacedTimesteps", numTimesteps);
  if (!Number.isInteger(count) || count < 1 || count > numTimesteps) {
    throw new RangeError(`spacedTimesteps: count must be an integer in 1…${numTimesteps}, got ${count}.`);
  }
  if (!Number.isInteger(stepsOffset) || stepsOffset < 0) {
    throw new RangeError(`spacedTimesteps: stepsOffset must be a non-negative integer, got ${stepsOffset}.`);
  }
  const timesteps = new Int32Array(count);
  if (spacing === "leading") {
    const stride = Math.floor(numTimesteps / count);
    const room = numTimesteps - 1 - stride * (count - 1);
    if (stepsOffset > room) {
      throw new RangeError(
        `spacedTimesteps: stepsOffset must be at most ${room} for ${count} of ${numTimesteps} timesteps, got ${stepsOffset}. Use a smaller count or trailing spacing.`,
      );
    }
    return timesteps.map((_, i) => stride * (count - 1 - i) + stepsOffset);
  }
  if (spacing === "trailing") {
    // NumPy's arange uses the difference of its first two elements as the stride.
    const stride = numTimesteps - numTimesteps / count - numTimesteps;
    return timesteps.map((_, i) => roundHalfToEven(numTimesteps + i * stride) - 1);
  }
  if (spacing === "linspace") {
    const stride = (numTimesteps - 1) / Math.max(count - 1, 1);
    return timesteps.map((_, i) => roundHalfToEven((count - 1 - i) * stride));
  }
  throw new RangeError(`spacedTimesteps: spacing must be leading, trailing or linspace, got ${spacing}.`);
}

function roundHalfToEven(value: number): number {
  return value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}
